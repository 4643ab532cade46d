delete from extension where person = $1
