-- Who last changed how long a form's ($1) sheets are kept.
select author from calendar_change where instrument = $1 and retention_years is not null order by seq desc limit 1
