-- The people that someone (?1) leads on a day (?2); `acting_for` names the 所属長 they are deputy of.
select person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, null as roles,
    (select boss.name from person as boss where boss.id = person.supervisor and boss.id <> ?1) as acting_for
from person
where person.id in (select leader.person from leader
    where leader.leader = ?1 and ?2 between leader.first_day and leader.last_day)
order by person.department, person.section, person.unit, person.grade desc, person.id
