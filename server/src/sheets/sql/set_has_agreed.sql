update sheet set has_agreed = $1 where person = $2 and instrument = $3 and cycle = $4
