-- Sets a sheet's status after a fact. Agreeing and closing ($7) keep the times of its submission and first reading. $8:
-- whether both sides have confirmed it or a part of it.
insert into sheet (person, instrument, cycle, state, scope, submitted_at, has_agreed)
values ($1, $2, $3, $4, $5, $6, $8)
on conflict (instrument, cycle, person) do update
set state = excluded.state, scope = excluded.scope, has_agreed = excluded.has_agreed,
    submitted_at = case when $7 then coalesce(sheet.submitted_at, excluded.submitted_at) else excluded.submitted_at end,
    read_at = case when $7 then sheet.read_at end
