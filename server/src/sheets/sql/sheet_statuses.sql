-- The status of sheets ({rows}) whose cycle exists, for who pushes ($2) on a day ($3).
select wanted.person, wanted.instrument, wanted.cycle,
    form_cycle.open or exists (select 1 from extension where extension.instrument = wanted.instrument
        and extension.cycle = wanted.cycle and extension.person = wanted.person and extension.last_day >= $3)
        or exists (select 1 from cycle_part_person as part where part.instrument = wanted.instrument
            and part.cycle = wanted.cycle and part.person = wanted.person and part.last_day >= $3) as open,
    sheet.state,
    sheet.read_at is not null as was_read,
    exists (select 1 from leadership
        where leadership.person = wanted.person and leadership.leader = $2 and wanted.person <> $2
        and $3 between leadership.first_day and leadership.last_day) as is_led,
    sheet.scope,
    exists (select 1 from person_role where person_role.person = $2 and person_role.role = 'personnel'
        and wanted.person <> $2) as is_personnel,
    (select cast(coalesce(sum(log.last - log.first + 1), 0) as bigint) from log where log.instrument = wanted.instrument
        and log.cycle = wanted.cycle and log.person = wanted.person) as n_facts
from {rows $1: person text, instrument text, cycle text} as wanted
join form_cycle on form_cycle.instrument = wanted.instrument and form_cycle.cycle = wanted.cycle
left join sheet on sheet.person = wanted.person
    and sheet.instrument = wanted.instrument and sheet.cycle = wanted.cycle
