-- Sets a sheet's status after a fact. Agreeing and closing ($7) keep the times of its submission and first reading. $8:
-- whether both sides have confirmed it or a part of it. A submission is shared with the 所属長 of its time.
insert into sheet (person, instrument, cycle, state, scope, submitted_at, has_agreed, shared_with)
values ($1, $2, $3, $4, $5, $6, $8, (select supervisor from person where id = $1))
on conflict (instrument, cycle, person) do update
set state = excluded.state, scope = excluded.scope, has_agreed = excluded.has_agreed,
    submitted_at = case when $7 then coalesce(sheet.submitted_at, excluded.submitted_at) else excluded.submitted_at end,
    read_at = case when $7 then sheet.read_at end,
    shared_with = case when $7 then sheet.shared_with else excluded.shared_with end,
    handed_on_to = case when $7 then sheet.handed_on_to end,
    kept_from = case when $7 then sheet.kept_from end
