select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body, receipt.body as receipt
from (
    select last from log where person = $1 and last > $2
    union all
    select log.last
    from {rows $3: person text, instrument text, cycle text, whole bigint} as held
    join log on log.instrument = held.instrument and log.cycle = held.cycle and log.person = held.person
    where log.person <> $1 and log.last > $2 and (held.whole = 1 or log.author = $1)
) as wanted
join log on log.last = wanted.last
left join receipt on receipt.seq = log.last
order by log.last
limit $4
