insert into retention_log (instrument, cycle, n_sheets, n_facts, deleted_at)
values ($1, $2, $3, $4, $5)
