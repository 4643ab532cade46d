-- Somebody has looked after it.
delete from roster_doubt where seq = $1 returning person
