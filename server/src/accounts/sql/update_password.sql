update account
set password_hash = $1, must_change_password = false, password_changed_at = $2
where person = $3
