-- Progress of each 課: people of today who are asked, sheets begun, sheets submitted. Whoever leads a 部 is counted under
-- its name.
select person.department, coalesce(nullif(person.section, ''), person.department) as section,
    count(*) as people,
    count(sheet.person) filter (where sheet.state in ('draft', 'returned')) as begun,
    count(sheet.person) filter (where sheet.state not in ('draft', 'returned')) as submitted,
    count(sheet.person) filter (where sheet.state = 'returned') as returned,
    count(sheet.person) filter (where sheet.state in ('agreed', 'closed')) as agreed
from current_person as person
left join sheet on sheet.person = person.id and sheet.instrument = $1 and sheet.cycle = $2
left join cycle_part_person as part on part.person = person.id and part.instrument = $1 and part.cycle = $2
where coalesce(part.is_asked, true) or sheet.person is not null
group by person.department, coalesce(nullif(person.section, ''), person.department)
order by person.department, coalesce(nullif(person.section, ''), person.department)
