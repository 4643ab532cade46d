insert into daily_use (person, day, facts, bytes)
values ($1, $2, $3, $4)
on conflict (person, day) do update set facts = facts + excluded.facts, bytes = bytes + excluded.bytes
