insert into retention (instrument, years)
values ($1, $2)
on conflict (instrument) do update set years = excluded.years
