-- The trial projects of a 部 ($1) and 課 ($2) go along to another ($3, $4).
update trial_project set department = $3, section = $4 where department = $1 and section = $2
