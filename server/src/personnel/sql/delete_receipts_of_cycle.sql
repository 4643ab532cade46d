delete from receipt where instrument = $1 and cycle = $2
