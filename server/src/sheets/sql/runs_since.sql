select log.last, log.first, log.device, log.n, log.author, log.person, log.instrument, log.cycle, log.received_at,
    log.format, log.body, receipt.body as receipt
from log
left join receipt on receipt.seq = log.last
where log.person = $1 and log.last > $2 and log.first < $3
order by log.last
limit $4
