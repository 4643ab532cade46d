-- The deletions of a form's expired sheets, latest first: a few a year.
select cycle, n_sheets, deleted_at
from retention_log
where instrument = $1 and n_sheets > 0
order by seq desc
