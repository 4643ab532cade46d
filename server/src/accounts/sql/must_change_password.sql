select must_change_password from account where person = $1 and disabled_at is null
