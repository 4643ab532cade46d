delete from fair_tally where event = $1
