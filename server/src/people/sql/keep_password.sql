update account set must_change_password = false where person = $1
