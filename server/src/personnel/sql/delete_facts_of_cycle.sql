delete from fact where instrument = $1 and cycle = $2
