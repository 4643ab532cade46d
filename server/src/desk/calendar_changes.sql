-- The latest changes to a form's cycles and retention, newest first.
select person.name, calendar_change.cycle, calendar_change.value, calendar_change.at
from calendar_change
join person on person.id = calendar_change.author
where calendar_change.instrument = ?
order by calendar_change.seq desc
limit 50
