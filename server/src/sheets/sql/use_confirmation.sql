insert into used_confirmation (digest, used_at) values ($1, $2) on conflict (digest) do nothing
