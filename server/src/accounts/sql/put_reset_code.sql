insert into password_reset (person, code_hash, expires_at, created_by, created_at)
values ($1, $2, $3, $4, $5)
on conflict (person) do update
set code_hash = excluded.code_hash, expires_at = excluded.expires_at, created_by = excluded.created_by,
    created_at = excluded.created_at
