-- The changes that wait and whose day has come ($1), in the order in which they hold; and whether one is part of a
-- reorganisation.
select person_change.seq, person_change.person, person_change.fields, person_change.author, person_change.first_day,
    coalesce(roster_import.is_reorganisation, false) as is_reorganisation
from person_change
left join roster_import on roster_import.seq = person_change.import
where person_change.made_at is null and person_change.ended_at is null and person_change.problem = ''
    and person_change.first_day <= $1 and (not person_change.needs_approval or person_change.approved_by is not null)
order by person_change.first_day, person_change.seq
