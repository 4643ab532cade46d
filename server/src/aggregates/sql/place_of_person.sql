-- Where a person stands. Whoever leads a 部 is counted under its name.
select coalesce(nullif(section, ''), department) as section, grade, job_type
from person
where id = $1
