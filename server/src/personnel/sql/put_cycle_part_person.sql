insert into cycle_part_person (instrument, cycle, person, is_asked, last_day) values ($1, $2, $3, $4, $5)
on conflict (instrument, cycle, person) do update set is_asked = excluded.is_asked, last_day = excluded.last_day
