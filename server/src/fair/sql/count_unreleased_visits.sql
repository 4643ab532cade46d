select count(*) from fair_visit where event = $1 and released = false
