delete from cycle_part where instrument = $1 and cycle = $2
