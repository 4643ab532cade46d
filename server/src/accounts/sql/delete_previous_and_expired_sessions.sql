delete from session where token_hash = $1 or created_at < $2
