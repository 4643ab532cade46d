select person, password_hash from account where lower(person) = lower($1)
