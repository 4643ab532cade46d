insert into session (token_hash, person, created_at, last_seen_at, browser) values ($1, $2, $3, $3, $4)
