insert into sheet (person, instrument, cycle, state, scope, submitted_at)
values (?, ?, ?, ?, ?, ?)
on conflict (instrument, cycle, person) do update
set state = excluded.state, scope = excluded.scope, submitted_at = excluded.submitted_at, read_at = null
