-- The session of a token's hash ($1), whether its person has to change the first password, how often forms have
-- changed, and the epoch.
select
    session.person,
    session.created_at,
    session.last_seen_at,
    account.must_change_password,
    instance.catalogue_version,
    instance.epoch
from session
join account on account.person = session.person
cross join instance
where session.token_hash = $1 and account.disabled_at is null
