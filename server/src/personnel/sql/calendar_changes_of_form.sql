-- The changes to a form's cycles and retention, latest first: some ten a year.
select person.name, calendar_change.cycle, calendar_change.is_open, calendar_change.retention_years,
    calendar_change.changed_at
from calendar_change
join person on person.id = calendar_change.author
where calendar_change.instrument = $1
order by calendar_change.seq desc
