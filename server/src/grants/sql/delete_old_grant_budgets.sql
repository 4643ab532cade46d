-- Deletes the budgets of fiscal years before one ($1).
delete from grant_budget where year < $1
