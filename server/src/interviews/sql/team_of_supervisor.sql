-- The people that someone ($1) leads on a day ($2); `acting_for` names the 所属長 they are deputy of.
select person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor,
    (select boss.name from person as boss where boss.id = person.supervisor and boss.id <> $1) as acting_for
from current_person as person
where person.id in (select leadership.person from leadership
    where leadership.leader = $1 and $2 between leadership.first_day and leadership.last_day)
order by person.department, person.section, person.unit, person.grade desc, person.id
