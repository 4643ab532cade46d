-- The language a person works in, null if they have never chosen one, and whether the first run was read.
alter table account add column language text;
alter table account add column is_introduced integer not null default 0;
