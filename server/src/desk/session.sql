select session.person, session.begun_at, session.seen_at, account.must_change,
    (select group_concat(role.role) from role where role.person = session.person) as roles
from session
join account on account.person = session.person
where session.token_hash = ?
