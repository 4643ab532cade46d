-- One row for each section and supporter in it; no name for a section without one.
select person.department, coalesce(nullif(person.section, ''), person.department) as section,
    case when person_role.person is not null then person.name end as name
from current_person as person
left join person_role on person_role.person = person.id and person_role.role = 'supporter'
order by person.department, coalesce(nullif(person.section, ''), person.department), person.name
