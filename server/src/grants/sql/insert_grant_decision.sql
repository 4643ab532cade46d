-- Decides on a request of a fiscal year ($1) and person ($2), for a kind ($3) and something ($4): yen ($5) and note
-- ($6), by somebody ($7) at a time ($8). Nothing if it is decided already.
insert into grant_decision (year, person, kind, what, granted, note, decided_by, decided_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (year, person, kind, what) do nothing
