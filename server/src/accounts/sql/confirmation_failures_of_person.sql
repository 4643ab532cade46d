select person.section || ' ' || person.name as name, confirmation_failure.n, confirmation_failure.last_at
from confirmation_failure
join person on person.id = confirmation_failure.author
where confirmation_failure.person = $1
order by confirmation_failure.last_at desc
