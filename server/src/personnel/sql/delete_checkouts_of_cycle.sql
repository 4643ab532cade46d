delete from checkout where instrument = $1 and cycle = $2
