-- Every account, or one ($1), with the person and the number of sessions.
select account.person, person.name, person.section, account.must_change_password, account.password_changed_at,
    account.disabled_at, coalesce(account.disabled_reason, '') as disabled_reason,
    coalesce(account.disabled_by, '') as disabled_by,
    (select count(*) from session where session.person = account.person) as n_sessions
from account
join person on person.id = account.person
where coalesce(account.person = $1, true)
order by account.person
