-- Sets the day by which a cycle's sheets are to be handed in; changes no row if it is that day already.
update form_cycle set due = $3
where instrument = $1 and cycle = $2 and coalesce(due, '') <> coalesce($3, '')
