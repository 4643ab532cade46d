-- How far each 課 is: people on the roster, sheets begun, sheets submitted.
select person.department, person.section,
    count(*) as people,
    count(sheet.person) filter (where sheet.state = 'draft') as begun,
    count(sheet.person) filter (where sheet.state = 'submitted') as submitted
from person
left join sheet on sheet.person = person.id and sheet.instrument = ? and sheet.cycle = ?
group by person.department, person.section
order by person.department, person.section
