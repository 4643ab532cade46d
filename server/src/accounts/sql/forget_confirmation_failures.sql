delete from confirmation_failure where person = $1
