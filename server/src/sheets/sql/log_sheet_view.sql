insert into sheet_view_log (viewer, person, instrument, cycle, viewed_at)
values ($1, $2, $3, $4, $5)
