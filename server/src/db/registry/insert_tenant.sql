insert into tenant (name, host, added_at) values ($1, $2, $3) on conflict do nothing
