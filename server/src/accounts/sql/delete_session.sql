delete from session where token_hash = $1 returning person
