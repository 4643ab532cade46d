delete from fair_visit where event = $1
