-- How far everybody there today is with a form ($1) in a cycle ($2), but for those who are not asked and have not
-- begun: no answers.
select person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    coalesce(sheet.state, '') as state, sheet.submitted_at, extension.asked_at, extension.last_day,
    extension.decided_at, part.last_day as part_day,
    (select max(reminder.created_at) from reminder where reminder.instrument = $1 and reminder.cycle = $2
        and reminder.person = person.id) as reminded_at
from current_person as person
left join sheet on sheet.person = person.id and sheet.instrument = $1 and sheet.cycle = $2
left join extension on extension.person = person.id and extension.instrument = $1 and extension.cycle = $2
left join cycle_part_person as part on part.person = person.id and part.instrument = $1 and part.cycle = $2
where coalesce(part.is_asked, true) or sheet.person is not null
order by person.department, person.section, person.unit, person.id
