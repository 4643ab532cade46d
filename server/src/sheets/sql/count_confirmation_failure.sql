insert into confirmation_failure (author, person, n, last_at)
values ($1, $2, 1, $3)
on conflict (person, author) do update set n = confirmation_failure.n + 1, last_at = excluded.last_at
