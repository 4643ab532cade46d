-- The tables that a table refers to.
select distinct "table"
from pragma_foreign_key_list($1)
