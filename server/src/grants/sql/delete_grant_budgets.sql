-- Takes back the budgets of a fiscal year ($1).
delete from grant_budget where year = $1
