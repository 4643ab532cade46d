-- How many sheets a person ($1) has shared with an earlier 所属長 and not handed on to the present one; who that is; and
-- whether the person has decided to keep all of them.
select count(*) as n_sheets, boss.id as supervisor, boss.section || ' ' || boss.name as name,
    min(case when sheet.kept_from = boss.id then 1 else 0 end) = 1 as is_kept
from sheet
join person on person.id = sheet.person
join person as boss on boss.id = person.supervisor
where sheet.person = $1 and sheet.state not in ('draft', 'returned')
    and sheet.scope in ('supervisor', 'supervisor_and_personnel')
    and sheet.shared_with is distinct from person.supervisor
    and sheet.handed_on_to is distinct from person.supervisor
group by boss.id
