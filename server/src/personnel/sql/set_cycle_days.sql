-- Sets the days of a cycle; a day that is another one than before is followed when it comes. A cycle that its last day
-- has closed opens again if that day is today ($6) or later now.
insert into form_cycle (instrument, cycle, open, opens, due, closes)
values ($1, $2, false, $3, $4, $5)
on conflict (instrument, cycle) do update set
    opens = excluded.opens,
    due = excluded.due,
    closes = excluded.closes,
    open = form_cycle.open or (form_cycle.is_closed and coalesce(excluded.closes, $6) >= $6
        and coalesce(excluded.opens, $6) <= $6),
    is_opened = form_cycle.is_opened and coalesce(form_cycle.opens, '') = coalesce(excluded.opens, ''),
    is_closed = form_cycle.is_closed and coalesce(form_cycle.closes, '') = coalesce(excluded.closes, '')
where coalesce(form_cycle.opens, '') <> coalesce(excluded.opens, '')
    or coalesce(form_cycle.due, '') <> coalesce(excluded.due, '')
    or coalesce(form_cycle.closes, '') <> coalesce(excluded.closes, '')
