-- Ends the session of a person ($1) with a token's hash ($2).
delete from session where person = $1 and token_hash = $2
