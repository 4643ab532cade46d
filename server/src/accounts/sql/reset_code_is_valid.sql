select exists (select 1 from password_reset where person = $1 and code_hash = $2 and expires_at >= $3)
