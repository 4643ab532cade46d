insert into checkout (holder, device, person, instrument, cycle, since)
values ($1, $2, $3, $4, $5, $6)
on conflict (holder, device, person, instrument, cycle) do nothing
