-- What was done to the account, roles and record of a person ($1) before a number ($2), the latest first; at most $3
-- rows.
select entry.seq, entry.at, entry.actor, coalesce(author.name, '') as author, coalesce(person.name, '') as name,
    entry.act, entry.instrument, entry.cycle, entry.outcome
from audit_log as entry
left join person as author on author.id = entry.actor
left join person on person.id = entry.person
where entry.person = $1 and entry.seq < $2
    and entry.act in ('session_ended', 'password_changed', 'reset_code_issued', 'password_reset', 'confirm_pin_set',
        'account_disabled', 'account_enabled', 'roles_changed', 'person_added', 'person_changed',
        'person_change_planned', 'person_change_approved', 'person_change_cancelled', 'audit_read')
order by entry.seq desc
limit $3
