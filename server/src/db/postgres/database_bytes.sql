-- The size of the database.
select pg_database_size(current_database())
