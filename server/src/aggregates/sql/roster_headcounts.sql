-- How many people of today each 課 has of each grade. Whoever leads a 部 is counted under its name.
select coalesce(nullif(section, ''), department) as section, grade, count(*) as people
from current_person
group by coalesce(nullif(section, ''), department), grade
