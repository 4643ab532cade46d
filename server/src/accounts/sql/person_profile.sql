-- A person's ($1) profile with their account; whether they lead anyone is of a day ($2).
select person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, account.must_change_password,
    account.confirm_hash is not null as has_confirmation, account.language, account.is_introduced,
    account.refuses_mail, person.mail,
    exists (select 1 from leadership where leadership.leader = person.id
        and $2 between leadership.first_day and leadership.last_day) as is_supervisor
from person
join account on account.person = person.id
where person.id = $1
