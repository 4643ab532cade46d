delete from roster_doubt where person = $1
