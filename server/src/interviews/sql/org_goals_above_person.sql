-- The supervisors above a person ($1) who have published 組織目標 (form $2) of a cycle ($3), topmost first. At most 8
-- levels: a loop in the roster must not loop here.
with recursive above (id, height) as (
    select supervisor, 1 from person where id = $1
    union
    select person.supervisor, above.height + 1 from above join person on person.id = above.id
    where person.supervisor is not null and above.height < 8
)
select person.id, person.department, person.section, person.name
from above
join person on person.id = above.id
join sheet on sheet.person = person.id and sheet.instrument = $2 and sheet.cycle = $3
where sheet.state not in ('draft', 'returned')
order by above.height desc
