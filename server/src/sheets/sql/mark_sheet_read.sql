-- Changes no row if the sheet was withdrawn or submitted again since the viewer loaded it.
update sheet set read_at = coalesce(read_at, $1)
where instrument = $2 and cycle = $3 and person = $4 and state not in ('draft', 'returned') and submitted_at = $5
