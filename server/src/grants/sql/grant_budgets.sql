-- The budgets of a fiscal year ($1).
select kind, yen from grant_budget where year = $1 order by kind
