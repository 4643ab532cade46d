-- Deletes the decisions of fiscal years before one ($1).
delete from grant_decision where year < $1
