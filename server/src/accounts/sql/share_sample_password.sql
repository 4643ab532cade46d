update account
set password_hash = $1, password_changed_at = $2, must_change_password = false, is_introduced = true
