-- Settings of the cluster that have to be on, and are not.
select cast(name as text)
from pg_settings
where name in ('fsync', 'full_page_writes') and setting = 'off'
order by name
