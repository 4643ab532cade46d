-- Progress of each 課 in every open cycle of a fiscal year: people of today who are asked, sheets begun, and sheets
-- submitted.
select form_cycle.instrument, form_cycle.cycle, form_cycle.due, person.department,
    coalesce(nullif(person.section, ''), person.department) as section,
    count(*) as people,
    count(sheet.person) filter (where sheet.state in ('draft', 'returned')) as begun,
    count(sheet.person) filter (where sheet.state not in ('draft', 'returned')) as submitted,
    count(sheet.person) filter (where sheet.state = 'returned') as returned,
    count(sheet.person) filter (where sheet.state in ('agreed', 'closed')) as agreed
from form_cycle
cross join current_person as person
left join sheet on sheet.person = person.id and sheet.instrument = form_cycle.instrument
    and sheet.cycle = form_cycle.cycle
left join cycle_part_person as part on part.person = person.id and part.instrument = form_cycle.instrument
    and part.cycle = form_cycle.cycle
where form_cycle.open and substr(form_cycle.cycle, 1, 4) = $1
    and (coalesce(part.is_asked, true) or sheet.person is not null)
group by form_cycle.instrument, form_cycle.cycle, form_cycle.due, person.department,
    coalesce(nullif(person.section, ''), person.department)
order by person.department, coalesce(nullif(person.section, ''), person.department)
