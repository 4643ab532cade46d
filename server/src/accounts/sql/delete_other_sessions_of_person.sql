delete from session where person = $1 and token_hash <> $2
