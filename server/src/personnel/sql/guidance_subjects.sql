-- The people whose guidance was decided on for a fiscal year ($1), or one of them ($2) in any year.
select person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, guidance_subject.year, guidance_subject.reason, guidance_subject.named_at,
    guidance_subject.ended_at, author.name as named_by, coalesce(boss.name, '') as supervisor_name
from guidance_subject
join person on person.id = guidance_subject.person
join person as author on author.id = guidance_subject.named_by
left join person as boss on boss.id = person.supervisor
where coalesce(guidance_subject.year = $1, true) and coalesce(guidance_subject.person = $2, true)
order by person.department, person.section, person.id
