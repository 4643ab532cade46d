-- The latest deputies, ended ones included; `boss` is the 所属長 and `acting` the deputy.
select deputy.seq, deputy.first_day, deputy.last_day,
    boss.id as boss_id, boss.name as boss_name, acting.id as acting_id, acting.name as acting_name
from deputy
join person as boss on boss.id = deputy.supervisor
join person as acting on acting.id = deputy.deputy
order by deputy.last_day desc, deputy.seq desc
limit 200
