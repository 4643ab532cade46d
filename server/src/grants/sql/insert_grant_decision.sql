-- Decides on a request of a fiscal year ($1) and person ($2), for a kind ($3) and something ($4), from a day ($5), of
-- an amount ($6), the how-manieth that says so ($7): yen ($8) and note ($9), by somebody ($10) at a time ($11). Nothing
-- if it is decided already.
insert into grant_decision
    (year, person, kind, what, from_day, amount, copy, granted, note, decided_by, decided_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (year, person, kind, what, from_day, amount, copy) do nothing
