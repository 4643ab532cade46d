-- What waits for its day, and what could not be made on it, the earliest first.
select person_change.seq, person_change.person, person.name, person_change.first_day, person_change.fields,
    person_change.is_joining, person_change.reason, coalesce(author.name, '') as author_name,
    person_change.created_at, person_change.made_at, person_change.ended_at, person_change.problem,
    person_change.needs_approval, coalesce(approver.name, '') as approver_name
from person_change
join person on person.id = person_change.person
left join person as author on author.id = person_change.author
left join person as approver on approver.id = person_change.approved_by
where person_change.made_at is null and person_change.ended_at is null
order by person_change.first_day, person_change.seq
