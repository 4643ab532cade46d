-- Every submitted sheet of those somebody ($1) leads on a day ($2), in a fiscal year ($3, as `2026-`).
select sheet.instrument, sheet.cycle, sheet.scope, sheet.state, sheet.submitted_at,
    coalesce(sheet.has_agreed, false) as has_agreed,
    sheet.shared_with is distinct from person.supervisor
        and sheet.handed_on_to is distinct from person.supervisor as is_of_former,
    true as is_led, false as is_second_reader,
    person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor
from sheet
join person on person.id = sheet.person
where substr(sheet.cycle, 1, 5) = $3 and sheet.submitted_at is not null
    and sheet.person in (select leadership.person from leadership
        where leadership.leader = $1 and $2 between leadership.first_day and leadership.last_day)
order by sheet.cycle, sheet.instrument
