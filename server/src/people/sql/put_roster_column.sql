insert into roster_column (heading, column_name) values ($1, $2)
on conflict (heading) do update set column_name = excluded.column_name
