select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body
from log
where log.format = 0 and log.body like '%"proof":"%'
