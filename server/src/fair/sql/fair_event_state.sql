select state from fair_event where id = $1
