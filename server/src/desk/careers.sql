-- Submitted career declarations with their facts, latest cycle first: of a cycle (?1), or of a person (?2) in all
-- cycles; the unused parameter is null.
select sheet.instrument, sheet.cycle, sheet.scope, sheet.state, sheet.submitted_at, false as is_led,
    person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, null as roles,
    (select json_group_array(fact.fact order by fact.seq) from fact
        where fact.instrument = sheet.instrument and fact.cycle = sheet.cycle and fact.person = sheet.person) as facts
from sheet
join person on person.id = sheet.person
where sheet.instrument = 'career_declaration' and sheet.state not in ('draft', 'returned')
    and (sheet.cycle = ?1 or sheet.person = ?2)
order by sheet.cycle desc, person.department, person.section, person.unit, person.id
