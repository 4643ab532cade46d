-- A person's ($1) one-time code, or only the one with a hash ($2).
delete from password_reset where person = $1 and coalesce(code_hash = $2, true)
