-- Every cycle of a form there is, with the sheets in it.
select cycle.cycle, cycle.open,
    count(sheet.person) filter (where sheet.state = 'draft') as drafts,
    count(sheet.person) filter (where sheet.state = 'submitted') as submitted
from cycle
left join sheet on sheet.instrument = cycle.instrument and sheet.cycle = cycle.cycle
where cycle.instrument = ?
group by cycle.cycle, cycle.open
