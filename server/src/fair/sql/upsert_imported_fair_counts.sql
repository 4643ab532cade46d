insert into fair_imported_counts (event, body, signer, imported_at)
values ($1, $2, $3, $4)
on conflict (event) do update
set body = excluded.body, signer = excluded.signer, imported_at = excluded.imported_at
