insert into cycle_part_person (instrument, cycle, person, last_day) values ($1, $2, $3, $4)
on conflict (instrument, cycle, person) do update set last_day = excluded.last_day
