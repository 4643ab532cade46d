select person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, account.must_change,
    (select group_concat(role.role) from role where role.person = person.id) as roles,
    exists (select 1 from person as staff where staff.supervisor = person.id) as is_supervisor
from person
join account on account.person = person.id
where person.id = ?
