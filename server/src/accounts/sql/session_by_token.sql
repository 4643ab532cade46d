-- The session of a token's hash ($1), whether its person has to change the first password, and how often forms have
-- changed.
select
    session.person,
    session.created_at,
    session.last_seen_at,
    account.must_change_password,
    (select catalogue_version from instance) as catalogue_version
from session
join account on account.person = session.person
where session.token_hash = $1 and account.disabled_at is null
