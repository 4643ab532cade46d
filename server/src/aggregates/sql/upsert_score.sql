insert into score (instrument, cycle, person, score)
values ($1, $2, $3, $4)
on conflict (instrument, cycle, person) do update
set score = excluded.score
