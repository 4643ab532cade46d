-- The sheets of those somebody ($1) leads on a day ($2) in a fiscal year ($3, as `2026-`).
select sheet.person, sheet.instrument, sheet.cycle, sheet.state,
    sheet.shared_with is distinct from person.supervisor and sheet.handed_on_to is distinct from person.supervisor
        and sheet.state not in ('draft', 'returned') as is_of_former
from sheet
join person on person.id = sheet.person
where substr(sheet.cycle, 1, 5) = $3
    and sheet.person in (select leadership.person from leadership
        where leadership.leader = $1 and $2 between leadership.first_day and leadership.last_day)
order by sheet.cycle
