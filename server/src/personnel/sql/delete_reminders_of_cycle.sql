delete from reminder where instrument = $1 and cycle = $2
