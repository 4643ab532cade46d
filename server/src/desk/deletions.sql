-- The latest deletions of a form's sheets past their retention.
select cycle, sheets, at
from deletion
where instrument = ? and sheets > 0
order by seq desc
limit 50
