-- The facts of each submitted sheet of a form ($1) in a cycle ($2) that is shared with 職員課, person by person.
select person.id, coalesce(nullif(person.section, ''), person.department) as section, person.grade,
    person.job_type, fact.fact
from sheet
join person on person.id = sheet.person
join fact on fact.person = sheet.person and fact.instrument = sheet.instrument and fact.cycle = sheet.cycle
where sheet.instrument = $1 and sheet.cycle = $2
    and sheet.state not in ('draft', 'returned')
    and sheet.scope in ('supervisor_and_personnel', 'personnel_only')
order by person.id, fact.seq
