-- The deputies, today ($2) or later, of a person's ($1) 所属長, and those of the person as 所属長, proposed ones included.
select deputy.seq, deputy.first_day, deputy.last_day, acting.section || ' ' || acting.name as deputy_name,
    deputy.supervisor = $1 as is_own, deputy.approved_at is null as waits
from deputy
join person as acting on acting.id = deputy.deputy
where deputy.last_day >= $2 and deputy.ended_at is null
    and (deputy.supervisor = $1
        or deputy.approved_at is not null and deputy.supervisor = (select supervisor from person where id = $1))
order by deputy.first_day, deputy.seq
