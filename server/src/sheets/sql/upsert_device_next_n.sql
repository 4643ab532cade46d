insert into device (id, person, next_n)
values ($1, $2, $3)
on conflict (id) do update
set next_n = excluded.next_n
