-- A row ({rows}) for each person who pushes.
insert into daily_use (person, day, facts, bytes)
select pushed.person, pushed.day, pushed.facts, pushed.bytes
from {rows $1: person text, day text, facts bigint, bytes bigint} as pushed
where true
on conflict (person, day) do update
set facts = daily_use.facts + excluded.facts, bytes = daily_use.bytes + excluded.bytes
returning facts, bytes
