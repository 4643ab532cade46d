insert into fair_visit (key, event, day, visit) values ($1, $2, $3, $4) on conflict (key) do nothing
