insert into form_cycle (instrument, cycle, open) values ($1, $2, $3) on conflict (instrument, cycle) do nothing
