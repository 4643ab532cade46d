-- 2 if $1 leads somebody and $2 is on the roster.
select count(*)
from current_person as person
where id = $2 or id = $1 and exists (select 1 from person as staff where staff.supervisor = $1)
