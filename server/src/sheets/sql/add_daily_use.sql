insert into daily_use (person, day, facts, bytes)
values ($1, $2, $3, $4)
on conflict (person, day) do update
set facts = daily_use.facts + excluded.facts, bytes = daily_use.bytes + excluded.bytes
returning facts, bytes
