-- Every cycle of a form, with its numbers of drafts and of submitted sheets.
select cycle.cycle, cycle.open,
    count(sheet.person) filter (where sheet.state in ('draft', 'returned')) as drafts,
    count(sheet.person) filter (where sheet.state not in ('draft', 'returned')) as submitted
from cycle
left join sheet on sheet.instrument = cycle.instrument and sheet.cycle = cycle.cycle
where cycle.instrument = ?
group by cycle.cycle, cycle.open
