insert into fair_tally (event, tally) values ($1, $2) on conflict (event) do update set tally = excluded.tally
