-- Every cycle of a form, with its numbers of drafts and of submitted sheets, and of people of parts who are asked or
-- not.
select form_cycle.cycle, form_cycle.open, form_cycle.opens, form_cycle.due, form_cycle.closes,
    count(sheet.person) filter (where sheet.state in ('draft', 'returned')) as drafts,
    count(sheet.person) filter (where sheet.state not in ('draft', 'returned')) as submitted,
    (select count(*) from cycle_part_person as part where part.instrument = form_cycle.instrument
        and part.cycle = form_cycle.cycle and part.is_asked) as n_asked,
    (select count(*) from cycle_part_person as part where part.instrument = form_cycle.instrument
        and part.cycle = form_cycle.cycle and not part.is_asked) as n_not_asked
from form_cycle
left join sheet on sheet.instrument = form_cycle.instrument and sheet.cycle = form_cycle.cycle
where form_cycle.instrument = $1
group by form_cycle.instrument, form_cycle.cycle, form_cycle.open, form_cycle.opens, form_cycle.due, form_cycle.closes
