select must_change_password from account where person = $1
