-- The build stays as it is where none ($2) is given.
update fair_event set state = $1, build = coalesce($2, build), note = $3 where id = $4
