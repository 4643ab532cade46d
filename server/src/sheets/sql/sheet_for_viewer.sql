-- One sheet (form $1, cycle $2, owner $3), begun or not, for a viewer ($4) on a day ($5).
select $1 as instrument, $2 as cycle, coalesce(sheet.scope, 'self_only') as scope,
    coalesce(sheet.state, 'draft') as state, sheet.submitted_at,
    coalesce(sheet.has_agreed, false) as has_agreed,
    sheet.shared_with is distinct from person.supervisor
        and sheet.handed_on_to is distinct from person.supervisor as is_of_former,
    exists (select 1 from leadership where leadership.person = person.id and leadership.leader = $4
        and $5 between leadership.first_day and leadership.last_day) as is_led,
    exists (select 1 from second_reader join person as reader on reader.id = second_reader.reader
        where second_reader.reader = $4 and second_reader.ended_at is null and person.id <> $4
            and second_reader.department = person.department and reader.department = person.department
            and (second_reader.section = '' or second_reader.section = person.section)
            and (second_reader.unit = '' or second_reader.unit = person.unit)
            and exists (select 1 from sheet_reader where sheet_reader.instrument = sheet.instrument
                and sheet_reader.cycle = sheet.cycle and sheet_reader.person = sheet.person
                and sheet_reader.reader = $4)) as is_second_reader,
    person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor
from person
left join sheet on sheet.instrument = $1 and sheet.cycle = $2 and sheet.person = person.id
where person.id = $3
