select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body
from log
where log.instrument = $1 and log.cycle like $2 || '%'
order by log.last
