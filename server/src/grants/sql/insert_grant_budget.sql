-- Sets the budget in a fiscal year ($1) of a kind ($2) to some yen ($3), by somebody ($4) at a time ($5).
insert into grant_budget (year, kind, yen, set_by, set_at) values ($1, $2, $3, $4, $5)
