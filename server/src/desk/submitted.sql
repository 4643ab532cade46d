select sheet.instrument, sheet.cycle, sheet.scope, sheet.submitted_at,
    person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, null as roles
from sheet
join person on person.id = sheet.person
where sheet.cycle = ? and sheet.state = 'submitted'
order by person.department, person.section, person.unit, person.grade desc, person.id
