select visit from fair_visit where event = $1 and released = true
