select person, figures from counted_score where instrument = $1 and cycle = $2
