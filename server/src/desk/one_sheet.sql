-- One sheet (?1 form, ?2 cycle, ?3 owner) with its facts, for a viewer (?4) on a day (?5); a draft if not begun.
select ?1 as instrument, ?2 as cycle, coalesce(sheet.scope, 'self_only') as scope,
    coalesce(sheet.state, 'draft') as state, sheet.submitted_at,
    exists (select 1 from leader where leader.person = person.id and leader.leader = ?4
        and ?5 between leader.first_day and leader.last_day) as is_led,
    person.id, person.name, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor, null as roles,
    (select json_group_array(fact.fact order by fact.seq) from fact
        where fact.instrument = ?1 and fact.cycle = ?2 and fact.person = person.id) as facts
from person
left join sheet on sheet.instrument = ?1 and sheet.cycle = ?2 and sheet.person = person.id
where person.id = ?3
