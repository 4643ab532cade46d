select password_hash from account where person = $1
