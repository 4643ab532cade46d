-- The latest deputies, ended ones included; `boss` is the 所属長 and `acting` the deputy. Before a number ($1), at
-- most $2.
select deputy.seq, deputy.first_day, deputy.last_day,
    boss.id as boss_id, boss.name as boss_name, acting.id as acting_id, acting.name as acting_name,
    author.name as author_name, coalesce(approver.name, '') as approver_name, coalesce(ender.name, '') as ender_name,
    author.id as author_id
from deputy
join person as boss on boss.id = deputy.supervisor
join person as acting on acting.id = deputy.deputy
join person as author on author.id = deputy.author
left join person as approver on approver.id = deputy.approved_by
left join person as ender on ender.id = deputy.ended_by
where deputy.seq < $1
order by deputy.seq desc
limit $2
