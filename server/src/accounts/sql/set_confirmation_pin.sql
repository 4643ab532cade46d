update account set confirm_hash = $1 where person = $2
