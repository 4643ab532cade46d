select cycle.open, sheet.state, sheet.read_at is not null as was_read
from cycle
left join sheet on sheet.person = ? and sheet.instrument = cycle.instrument and sheet.cycle = cycle.cycle
where cycle.instrument = ? and cycle.cycle = ?
