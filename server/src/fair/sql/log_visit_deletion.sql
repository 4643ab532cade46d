insert into fair_deletion_log (event, visits, unreleased, deleted_at) values ($1, $2, $3, $4)
