update account set confirm_failures = $1 where person = $2
