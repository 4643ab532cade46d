-- Everybody there ever was, or one of them ($1), with the state of their account.
select person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, person.mail, account.must_change_password, account.disabled_at,
    coalesce(account.disabled_reason, '') as disabled_reason
from person
left join account on account.person = person.id
where coalesce(person.id = $1, true)
order by person.id
