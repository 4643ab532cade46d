-- Everyone, in the columns of `read_person`; roles as one text, separated by commas.
select person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor,
    (select group_concat(role.role) from role where role.person = person.id) as roles
from person
