-- The columns of a table, in order, and what they hold.
select
    cast(column_name as text) as name,
    cast(data_type as text) as type,
    is_identity = 'YES' as is_identity
from information_schema.columns
where table_schema = current_schema() and table_name = $1
order by ordinal_position
