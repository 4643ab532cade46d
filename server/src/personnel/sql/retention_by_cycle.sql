-- Every form and cycle that has sheets, with its retention in years. In order: the default.
select distinct sheet.instrument, sheet.cycle, coalesce(retention.years, $1)
from sheet
left join retention on retention.instrument = sheet.instrument
