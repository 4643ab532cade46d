-- Progress of each 課 in every open cycle of a fiscal year: people of today, sheets begun, sheets submitted.
select form_cycle.instrument, form_cycle.cycle, form_cycle.due, person.department,
    coalesce(nullif(person.section, ''), person.department) as section,
    count(*) as people,
    count(sheet.person) filter (where sheet.state in ('draft', 'returned')) as begun,
    count(sheet.person) filter (where sheet.state not in ('draft', 'returned')) as submitted
from form_cycle
cross join current_person as person
left join sheet on sheet.person = person.id and sheet.instrument = form_cycle.instrument
    and sheet.cycle = form_cycle.cycle
where form_cycle.open and substr(form_cycle.cycle, 1, 4) = $1
group by form_cycle.instrument, form_cycle.cycle, form_cycle.due, person.department,
    coalesce(nullif(person.section, ''), person.department)
order by person.department, coalesce(nullif(person.section, ''), person.department)
