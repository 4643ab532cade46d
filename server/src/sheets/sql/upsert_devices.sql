-- The number that each device ({rows}) goes on with.
insert into device (id, person, next_n)
select pushed.id, pushed.person, pushed.next_n
from {rows $1: id text, person text, next_n bigint} as pushed
where true
on conflict (id) do update
set next_n = excluded.next_n
