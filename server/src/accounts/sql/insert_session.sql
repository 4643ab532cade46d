insert into session (token_hash, person, created_at, last_seen_at) values ($1, $2, $3, $4)
