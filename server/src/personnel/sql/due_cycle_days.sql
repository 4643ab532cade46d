-- Cycles whose first day has come ($1 is today), or whose last day is over, and which have not followed it yet.
select instrument, cycle, open,
    closes is not null and closes < $1 as closes_now
from form_cycle
where (opens is not null and opens <= $1 and not is_opened)
    or (closes is not null and closes < $1 and not is_closed)
order by instrument, cycle
