insert into instance (id, epoch) values (1, $1) on conflict (id) do nothing
