-- Who opened a person's sheets, latest first.
select opening.instrument, opening.cycle, opening.at,
    person.section || ' ' || person.name as reader
from opening
join person on person.id = opening.reader
where opening.person = ?
order by opening.seq desc
limit 200
