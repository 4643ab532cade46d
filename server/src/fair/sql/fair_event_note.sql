select note from fair_event where id = $1
