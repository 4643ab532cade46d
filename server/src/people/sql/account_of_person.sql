-- When a person's ($1) password was set, how many sessions they have, and how many people they lead.
select account.password_changed_at,
    (select count(*) from session where session.person = account.person) as n_sessions,
    (select count(*) from current_person as staff where staff.supervisor = account.person) as n_staff
from account where account.person = $1
