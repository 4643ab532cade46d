-- Of `is_open` ($4, with the cycle $3) and `retention_years` ($5) at most one is set; with neither, days of the cycle
-- changed.
insert into calendar_change (author, instrument, cycle, is_open, retention_years, changed_at)
values ($1, $2, $3, $4, $5, $6)
