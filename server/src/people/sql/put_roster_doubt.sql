-- Keeps what a roster had that was not taken; what an earlier one said of the number is over.
insert into roster_doubt (import, person, name, line, doubts) values ($1, $2, $3, $4, $5)
on conflict (person) do update set import = excluded.import, name = excluded.name, line = excluded.line,
    doubts = excluded.doubts
