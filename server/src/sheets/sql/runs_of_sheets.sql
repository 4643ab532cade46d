select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body
from {rows $1: person text, instrument text, cycle text} as wanted
join log on log.instrument = wanted.instrument and log.cycle = wanted.cycle and log.person = wanted.person
order by log.last
