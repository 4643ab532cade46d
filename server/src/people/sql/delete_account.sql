delete from account where person = $1
