-- Logs that a viewer ($1) opened sheets of a form ($2; {rows}: their owners and cycles) now ($4), unless logged
-- since $5.
insert into sheet_view_log (viewer, person, instrument, cycle, viewed_at)
select $1, opened.person, $2, opened.cycle, $4
from {rows $3: person text, cycle text} as opened
where not exists (select 1 from sheet_view_log as earlier
    where earlier.person = opened.person and earlier.viewer = $1
    and earlier.instrument = $2 and earlier.cycle = opened.cycle and earlier.viewed_at >= $5)
