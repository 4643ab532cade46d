-- Opens or closes a form's cycle; changes no row if it already is.
insert into form_cycle (instrument, cycle, open)
values ($1, $2, $3)
on conflict (instrument, cycle) do update set open = excluded.open where form_cycle.open <> excluded.open
