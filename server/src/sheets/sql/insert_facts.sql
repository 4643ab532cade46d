-- Logs facts ({rows}) of an author ($2) in the order of the rows.
insert into fact (id, device, n, author, person, instrument, cycle, item, value, digest, fact, received_at)
select pushed.id, pushed.device, pushed.n, $2, pushed.person, pushed.instrument, pushed.cycle, pushed.item,
    pushed.value, {bytes pushed.digest}, pushed.fact, $3
from {rows $1: position bigint, id text, device text, n bigint, person text, instrument text, cycle text, item text,
    value text, digest text, fact text} as pushed
where true
order by pushed.position
returning seq
