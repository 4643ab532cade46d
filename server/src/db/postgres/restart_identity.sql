-- The next number of an identity column.
alter table {table} alter column {column} restart with {next}
