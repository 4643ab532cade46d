update account set confirm_hash = $1, confirm_failures = 0 where person = $2
