-- Every form and cycle that has sheets, with its retention in years. ?: the default.
select distinct sheet.instrument, sheet.cycle, coalesce(retention.years, ?)
from sheet
left join retention on retention.instrument = sheet.instrument
