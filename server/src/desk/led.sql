-- Filters people (?3, a JSON array) to those that a leader (?1) leads on a day (?2).
select distinct leader.person
from json_each(?3) as wanted
join leader on leader.person = wanted.value
where leader.leader = ?1 and ?2 between leader.first_day and leader.last_day
