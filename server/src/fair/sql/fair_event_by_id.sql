select * from fair_event where id = $1
