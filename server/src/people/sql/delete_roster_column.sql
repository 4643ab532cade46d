delete from roster_column where heading = $1
