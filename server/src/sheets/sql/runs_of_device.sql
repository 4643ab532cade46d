-- A run has 500 facts at most.
select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body
from log
where log.device = $1 and log.n > $2 - 500 and log.n <= $3
order by log.last
