-- What a group of pushes is judged by: of each sheet ({rows}) that a push writes in, if its cycle exists.
select pushed.device, pushed.person, pushed.instrument, pushed.cycle, device.person as owner, device.next_n,
    (select coalesce(max(log.last), 0) from log where log.person = pushed.person) as last,
    form_cycle.open, sheet.state, sheet.read_at is not null as was_read,
    (select cast(coalesce(sum(log.last - log.first + 1), 0) as bigint) from log where log.instrument = pushed.instrument
        and log.cycle = pushed.cycle and log.person = pushed.person) as n_facts,
    exists (select 1 from rejected_fact where rejected_fact.id in {list pushed.ids})
    or exists (
        select 1 from log, {rows pushed.sought: packed text, id text} as sought
        where log.instrument = pushed.instrument and log.cycle = pushed.cycle and log.person = pushed.person
        and replace(log.body, case when log.format = 0 then sought.id else sought.packed end, '') <> log.body
    ) as has_known_id
from {rows $1: device text, person text, instrument text, cycle text, ids text, sought text} as pushed
join form_cycle on form_cycle.instrument = pushed.instrument and form_cycle.cycle = pushed.cycle
left join sheet on sheet.person = pushed.person
    and sheet.instrument = pushed.instrument and sheet.cycle = pushed.cycle
left join device on device.id = pushed.device
