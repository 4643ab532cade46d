-- Where a character stands for others, a run too many is found, never one too few.
select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body
from {rows $1: person text, instrument text, cycle text} as wanted
join log on log.instrument = wanted.instrument and log.cycle = wanted.cycle and log.person = wanted.person
where exists (
    select 1 from {rows $2: packed text, verbatim text} as sought
    where replace(log.body, case when log.format = 0 then sought.verbatim else sought.packed end, '') <> log.body
)
order by log.last
