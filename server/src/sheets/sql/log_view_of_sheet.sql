-- Notes a viewer ($1) of a sheet (owner $2, form $3, cycle $4), if there is such a sheet.
insert into sheet_view_log (viewer, person, instrument, cycle, viewed_at, as_deputy)
select $1, sheet.person, sheet.instrument, sheet.cycle, $5, $6
from sheet
where sheet.person = $2 and sheet.instrument = $3 and sheet.cycle = $4
