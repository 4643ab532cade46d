-- The session of a token's hash ($1), and whether its person has to change the first password.
select session.person, session.created_at, session.last_seen_at, account.must_change_password
from session
join account on account.person = session.person
where session.token_hash = $1 and account.disabled_at is null
