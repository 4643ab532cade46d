insert into log (last, first, device, n, author, person, instrument, cycle, received_at, format, body)
select run.last, run.first, run.device, run.n, run.author, run.person, run.instrument, run.cycle, run.received_at,
    run.format, run.body
from {rows $1: last bigint, first bigint, device text, n bigint, author text, person text, instrument text,
    cycle text, received_at bigint, format bigint, body text} as run
