select person, score from score where instrument = $1 and cycle = $2
