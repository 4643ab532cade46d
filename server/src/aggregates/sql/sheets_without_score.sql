-- The submitted sheets of these forms ({list}) that have no score yet: those of earlier releases.
select sheet.person, sheet.instrument, sheet.cycle
from sheet
left join score on score.instrument = sheet.instrument and score.cycle = sheet.cycle and score.person = sheet.person
where sheet.instrument in {list $1} and sheet.state not in ('draft', 'returned') and score.person is null
