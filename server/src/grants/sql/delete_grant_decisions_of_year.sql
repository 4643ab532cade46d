-- Deletes the decisions of a fiscal year ($1).
delete from grant_decision where year = $1
