-- Who acts for a 所属長 ($1) on a day ($2) or later.
select acting.id, acting.name, deputy.first_day, deputy.last_day
from deputy
join person as acting on acting.id = deputy.deputy
where deputy.supervisor = $1 and deputy.approved_at is not null and deputy.last_day >= $2
order by deputy.first_day
