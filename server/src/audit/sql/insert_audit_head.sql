insert into audit_head (day, seq, hash, signature) values ($1, $2, $3, $4)
on conflict (day) do update set seq = excluded.seq, hash = excluded.hash, signature = excluded.signature
