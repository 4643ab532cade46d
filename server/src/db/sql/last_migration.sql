-- The last migration that was run on this database; `sqlx` keeps the table.
select max(version) from _sqlx_migrations where success
