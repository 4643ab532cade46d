-- Begins sheets ({rows}) with their first answer.
insert into sheet (person, instrument, cycle, state, scope, has_agreed, shared_with)
select begun.person, begun.instrument, begun.cycle, $2, $3, false, person.supervisor
from {rows $1: person text, instrument text, cycle text} as begun
left join person on person.id = begun.person
where true
on conflict (instrument, cycle, person) do nothing
