-- The last deletions of a form's sheets for age.
select cycle, sheets, at
from deletion
where instrument = ? and sheets > 0
order by seq desc
limit 50
