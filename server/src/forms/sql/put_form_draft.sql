-- Saves a draft: instrument, source, base (as of when it was begun), seq, author, time.
insert into form_draft (instrument, source, base, seq, author, changed_at) values ($1, $2, $3, $4, $5, $6)
on conflict (instrument) do update set source = excluded.source, seq = excluded.seq,
    author = excluded.author, changed_at = excluded.changed_at
