-- One row for each person and subject: the mean of the person's answered items of it, from submitted sheets of a form
-- ($1) in a cycle ($2) that were shared with the personnel office. An answer is JSON text: a number begins with a
-- digit; 該当なし is a word and counts as not answered. Whoever leads a 部 is counted under its name.
select person.id, coalesce(nullif(person.section, ''), person.department) as section,
    person.grade, item.subject,
    avg(cast(shown_answer.value as double precision)) as mean
from sheet
join person on person.id = sheet.person
join shown_answer on shown_answer.person = sheet.person
    and shown_answer.instrument = sheet.instrument and shown_answer.cycle = sheet.cycle
join item on item.instrument = sheet.instrument and item.id = shown_answer.item
where sheet.instrument = $1 and sheet.cycle = $2
    and sheet.state not in ('draft', 'returned')
    and sheet.scope in ('supervisor_and_personnel', 'personnel_only')
    and item.kind in ('scale', 'likert') and item.subject is not null
    and substr(shown_answer.value, 1, 1) between '0' and '9'
group by person.id, coalesce(nullif(person.section, ''), person.department), person.grade, item.subject
order by person.id
