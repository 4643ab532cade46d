-- Career declarations that were handed in: of a cycle (?1), or of a person (?2) whatever the cycle; latest first.
select sheet.person, sheet.cycle, sheet.submitted_at
from sheet
join person on person.id = sheet.person
where sheet.instrument = 'career_declaration' and sheet.submitted_at is not null
    and sheet.state not in ('draft', 'returned') and (sheet.cycle = ?1 or sheet.person = ?2)
order by sheet.cycle desc, person.department, person.section, person.unit, person.id
