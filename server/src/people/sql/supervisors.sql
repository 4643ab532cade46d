-- Everybody's 所属長, and whether they are there today.
select id, supervisor, exists (select 1 from current_person where current_person.id = person.id) as is_current
from person
