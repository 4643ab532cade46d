select sheet.instrument, sheet.cycle, sheet.scope, sheet.submitted_at,
    person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, null as roles
from sheet
join person on person.id = sheet.person
where sheet.instrument = ? and sheet.cycle = ? and sheet.person = ? and sheet.state = 'submitted'
