-- The tables of the program, by name.
select name
from pragma_table_list
where schema = 'main' and type = 'table' and substr(name, 1, 7) <> 'sqlite_' and substr(name, 1, 6) <> '_sqlx_'
order by name
