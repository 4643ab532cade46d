-- All parts, in the order in which they were decided on.
select cycle_part.seq, cycle_part.instrument, cycle_part.cycle, cycle_part.people, cycle_part.is_asked,
    cycle_part.last_day,
    author.name as author_name
from cycle_part
join person as author on author.id = cycle_part.author
order by cycle_part.seq
