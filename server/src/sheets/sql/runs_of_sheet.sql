select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body
from log
where log.person = $1 and log.instrument = $2 and log.cycle = $3 and log.first <= $4
order by log.last
