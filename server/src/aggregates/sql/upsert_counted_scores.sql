-- Notes what is counted of people ({rows}) in a form ($2) and cycle ($3).
insert into counted_score (instrument, cycle, person, figures)
select $2, $3, changed.person, changed.figures
from {rows $1: person text, figures text} as changed
where true
on conflict (instrument, cycle, person) do update
set figures = excluded.figures
