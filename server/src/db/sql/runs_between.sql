select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body
from log
where log.last between $1 and $2
order by log.last
