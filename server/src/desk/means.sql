-- One row per person and subject: the mean of the person's answered items, from submitted sheets shared with 職員課.
-- 該当なし is stored as a string, not a number, and counts as not answered.
select person.id, person.section, person.grade, item.subject,
    avg(cast(shown_answer.value as real)) as mean
from sheet
join person on person.id = sheet.person
join shown_answer on shown_answer.person = sheet.person
    and shown_answer.instrument = sheet.instrument and shown_answer.cycle = sheet.cycle
join item on item.instrument = sheet.instrument and item.id = shown_answer.item
where sheet.instrument = ? and sheet.cycle = ?
    and sheet.state not in ('draft', 'returned')
    and sheet.scope in ('supervisor_and_personnel', 'personnel_only')
    and item.kind in ('scale', 'likert') and item.subject is not null and json_type(shown_answer.value) = 'integer'
group by person.id, item.subject
order by person.id
