-- The program's other connections to the database.
select count(*)
from pg_stat_activity
where datname = current_database() and application_name = 'michishirube' and pid <> pg_backend_pid()
