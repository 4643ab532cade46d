-- Notes a form as the release brings it.
insert into shipped_form (instrument, version, source) values ($1, $2, $3)
on conflict (instrument, version) do update set source = excluded.source
