-- Submitted sheets of a form ($1) in a cycle ($2) or of a person ($3), with the people of the roster.
select sheet.instrument, sheet.cycle, sheet.scope, sheet.state, sheet.submitted_at, false as is_led,
    false as has_agreed, false as is_of_former,
    false as is_second_reader,
    person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor
from sheet
join person on person.id = sheet.person
where sheet.instrument = $1 and sheet.state not in ('draft', 'returned')
    and (sheet.cycle = $2 or sheet.person = $3)
order by sheet.cycle desc, person.department, person.section, person.unit, person.id
