-- The supporters of each 課 on the roster, by name; a 課 without any has count 0.
select person.department, person.section,
    count(role.person) as count,
    coalesce(json_group_array(person.name) filter (where role.person is not null), '[]') as names
from person
left join role on role.person = person.id and role.role = 'supporter'
group by person.department, person.section
order by person.department, person.section
