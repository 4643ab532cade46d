-- What was changed of anybody, in the order in which it was made, and what will be, in the order of its days; but for
-- what was taken back or could not be made.
select person_change.seq, person_change.person, '' as name, person_change.first_day, person_change.fields,
    person_change.is_joining, person_change.reason, '' as author_name,
    person_change.created_at, person_change.made_at, person_change.ended_at, person_change.problem,
    person_change.needs_approval, '' as approver_name
from person_change
where person_change.ended_at is null and person_change.problem = ''
order by person_change.made_at is null, person_change.made_at, person_change.first_day, person_change.seq
