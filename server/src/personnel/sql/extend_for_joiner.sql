-- Somebody who joins ($1, at $4) has until a day ($3) for a form ($5) that is open on a day ($2) and due before it, in
-- a cycle of this fiscal year ($6, `2026-%`).
insert into extension (instrument, cycle, person, last_day, decided_at)
select form_cycle.instrument, form_cycle.cycle, $1, $3, $4
from form_cycle
where form_cycle.instrument = $5 and form_cycle.cycle like $6
    and form_cycle.open and form_cycle.due is not null and form_cycle.due < $3
    and (form_cycle.closes is null or form_cycle.closes >= $2)
on conflict (instrument, cycle, person) do nothing
