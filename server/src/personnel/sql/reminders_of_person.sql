-- The last reminder of each of a person's ($1) sheets that is not handed in.
select reminder.instrument, reminder.cycle, max(reminder.created_at) as reminded_at
from reminder
left join sheet on sheet.person = reminder.person and sheet.instrument = reminder.instrument
    and sheet.cycle = reminder.cycle
where reminder.person = $1 and coalesce(sheet.state, 'draft') in ('draft', 'returned')
group by reminder.instrument, reminder.cycle
order by reminder.cycle, reminder.instrument
