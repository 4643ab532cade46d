-- The status of the sheets of the people that someone (?1) leads on a day (?2), in a fiscal year (?3, as `2026-`).
select sheet.person, sheet.instrument, sheet.cycle, sheet.state,
    (select planned.value ->> '$' from shown_answer as planned
        where planned.instrument = sheet.instrument and planned.cycle = sheet.cycle
        and planned.person = sheet.person and planned.item = 'planned_at') as planned_at
from sheet
where substr(sheet.cycle, 1, 5) = ?3
    and sheet.person in (select leader.person from leader
        where leader.leader = ?1 and ?2 between leader.first_day and leader.last_day)
order by sheet.cycle
