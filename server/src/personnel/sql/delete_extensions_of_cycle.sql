delete from extension where instrument = $1 and cycle = $2
