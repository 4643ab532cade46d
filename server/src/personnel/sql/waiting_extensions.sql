-- Who waits for more time, since when.
select extension.instrument, extension.cycle, extension.person, person.name, person.department, person.section,
    person.unit, extension.asked_at
from extension
join current_person as person on person.id = extension.person
where extension.decided_at is null
order by extension.asked_at
