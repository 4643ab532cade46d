insert into duplicate_id_log (id, author, fact, received_at, digest)
values ($1, $2, $3, $4, $5)
on conflict (id, digest) do nothing
