-- The 所属長 of each 課: who leads most of its people.
select department, section, leader
from (
    select person.department, coalesce(nullif(person.section, ''), person.department) as section,
        leader.name as leader,
        row_number() over (
            partition by person.department, coalesce(nullif(person.section, ''), person.department)
            order by count(*) desc, leader.id
        ) as place
    from current_person as person
    join current_person as leader on leader.id = person.supervisor
    group by person.department, coalesce(nullif(person.section, ''), person.department), leader.id, leader.name
) as led
where place = 1
order by department, section
