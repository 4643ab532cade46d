-- Opens or closes a cycle ($3) because of its days, up to today ($4).
update form_cycle set
    open = $3,
    is_opened = is_opened or (opens is not null and opens <= $4),
    is_closed = is_closed or (closes is not null and closes < $4)
where instrument = $1 and cycle = $2
