-- Every cycle of a form, with its numbers of drafts and of submitted sheets.
select form_cycle.cycle, form_cycle.open, form_cycle.opens, form_cycle.due, form_cycle.closes,
    count(sheet.person) filter (where sheet.state in ('draft', 'returned')) as drafts,
    count(sheet.person) filter (where sheet.state not in ('draft', 'returned')) as submitted
from form_cycle
left join sheet on sheet.instrument = form_cycle.instrument and sheet.cycle = form_cycle.cycle
where form_cycle.instrument = $1
group by form_cycle.cycle, form_cycle.open, form_cycle.opens, form_cycle.due, form_cycle.closes
