-- Deletes some facts, at most $3.
delete from fact where seq in (select seq from fact where instrument = $1 and cycle = $2 limit $3)
