delete from counted_score where instrument = $1 and cycle = $2
