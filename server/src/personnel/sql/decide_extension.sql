-- Gives somebody ($1) until a day ($4) for a sheet ($2, $3), or refuses with null; by somebody ($5) at a time ($6).
insert into extension (person, instrument, cycle, last_day, decided_by, decided_at)
select current_person.id, form_cycle.instrument, form_cycle.cycle, $4, $5, $6
from current_person
join form_cycle on form_cycle.instrument = $2 and form_cycle.cycle = $3
where current_person.id = $1
on conflict (instrument, cycle, person) do update
set last_day = excluded.last_day, decided_by = excluded.decided_by, decided_at = excluded.decided_at
where $4 is not null or extension.decided_at is null
