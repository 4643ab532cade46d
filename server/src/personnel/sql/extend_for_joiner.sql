-- Somebody who joins ($1, at $4) has until a day ($3) for what is open on a day ($2) and due before it.
insert into extension (instrument, cycle, person, last_day, decided_at)
select form_cycle.instrument, form_cycle.cycle, $1, $3, $4
from form_cycle
where form_cycle.open and form_cycle.due is not null and form_cycle.due < $3
    and (form_cycle.closes is null or form_cycle.closes >= $2)
on conflict (instrument, cycle, person) do nothing
