-- A person ($1) asks for more time for a sheet ($2, $3) at a time ($4); again once it was refused or is over ($5).
insert into extension (person, instrument, cycle, asked_at)
select $1, instrument, cycle, $4 from form_cycle where instrument = $2 and cycle = $3
on conflict (instrument, cycle, person) do update
set asked_at = excluded.asked_at, last_day = null, decided_by = null, decided_at = null
where extension.decided_at is not null and coalesce(extension.last_day, '') < $5
