-- Begins a session unless the account was disabled, or its password replaced ($5: the hash that was verified).
insert into session (token_hash, person, created_at, last_seen_at, browser)
select $1, account.person, $3, $3, $4
from account
where account.person = $2 and account.disabled_at is null and coalesce(account.password_hash = $5, true)
