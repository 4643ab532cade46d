-- Every submitted sheet of a cycle (?1), for a viewer (?2) on a day (?3).
select sheet.instrument, sheet.cycle, sheet.scope, sheet.state, sheet.submitted_at,
    exists (select 1 from leader where leader.person = person.id and leader.leader = ?2
        and ?3 between leader.first_day and leader.last_day) as is_led,
    person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, null as roles
from sheet
join person on person.id = sheet.person
where sheet.cycle = ?1 and sheet.submitted_at is not null
order by person.department, person.section, person.unit, person.grade desc, person.id
