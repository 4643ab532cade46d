-- Every submitted sheet of a cycle ($1), for a viewer ($2) on a day ($3).
select sheet.instrument, sheet.cycle, sheet.scope, sheet.state, sheet.submitted_at,
    coalesce(sheet.has_agreed, false) as has_agreed,
    sheet.shared_with is distinct from person.supervisor
        and sheet.handed_on_to is distinct from person.supervisor as is_of_former,
    exists (select 1 from leadership where leadership.person = person.id and leadership.leader = $2
        and $3 between leadership.first_day and leadership.last_day) as is_led,
    exists (select 1 from second_reader join person as reader on reader.id = second_reader.reader
        where second_reader.reader = $2 and second_reader.ended_at is null and person.id <> $2
            and second_reader.department = person.department and reader.department = person.department
            and (second_reader.section = '' or second_reader.section = person.section)
            and (second_reader.unit = '' or second_reader.unit = person.unit)
            and exists (select 1 from sheet_reader where sheet_reader.instrument = sheet.instrument
                and sheet_reader.cycle = sheet.cycle and sheet_reader.person = sheet.person
                and sheet_reader.reader = $2)) as is_second_reader,
    person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor
from sheet
join person on person.id = sheet.person
where sheet.cycle = $1 and sheet.submitted_at is not null
order by person.department, person.section, person.unit, person.grade desc, person.id
