-- The facts of the sheets that `career_declarations` finds, sheet by sheet in the order logged.
select fact.person, fact.cycle, fact.fact
from sheet
join fact on fact.instrument = sheet.instrument and fact.cycle = sheet.cycle and fact.person = sheet.person
where sheet.instrument = $1 and sheet.state not in ('draft', 'returned')
    and (sheet.cycle = $2 or sheet.person = $3)
order by fact.person, fact.cycle, fact.seq
