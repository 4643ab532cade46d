-- Openings of a person's sheets by somebody else, latest first, before a number ($2); at most $3.
select sheet_view_log.seq, sheet_view_log.instrument, sheet_view_log.cycle, sheet_view_log.viewed_at,
    sheet_view_log.as_deputy,
    coalesce(nullif(person.section, ''), person.department) || ' ' || person.name as viewer
from sheet_view_log
join person on person.id = sheet_view_log.viewer
where sheet_view_log.person = $1 and sheet_view_log.seq < $2
order by sheet_view_log.seq desc
limit $3
