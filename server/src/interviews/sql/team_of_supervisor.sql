-- The people that someone ($1) leads on a day ($2), and whether their guidance was decided on for a year ($3);
-- `acting_for` names the 所属長 they are deputy of.
select person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor,
    (select boss.name from person as boss where boss.id = person.supervisor and boss.id <> $1) as acting_for,
    exists (select 1 from guidance_subject where guidance_subject.person = person.id and guidance_subject.year = $3
        and guidance_subject.ended_at is null)
        as has_guidance
from current_person as person
where person.id in (select leadership.person from leadership
    where leadership.leader = $1 and $2 between leadership.first_day and leadership.last_day)
order by person.department, person.section, person.unit, person.grade desc, person.id
