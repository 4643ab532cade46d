insert into account (person, password_hash, must_change_password, password_changed_at)
values ($1, $2, true, $3)
