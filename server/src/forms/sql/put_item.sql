-- Inserts or updates an item of a form. In order: instrument, id, kind, subject, subject_kind, readers, position.
insert into item (instrument, id, kind, subject, subject_kind, readers, position)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (instrument, id) do update
set subject = excluded.subject, subject_kind = excluded.subject_kind,
    readers = excluded.readers, position = excluded.position
