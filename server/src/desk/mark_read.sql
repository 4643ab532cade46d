-- Changes no row if the sheet was withdrawn or submitted again since the viewer loaded it.
update sheet set read_at = coalesce(read_at, ?)
where instrument = ? and cycle = ? and person = ? and state not in ('draft', 'returned') and submitted_at = ?
