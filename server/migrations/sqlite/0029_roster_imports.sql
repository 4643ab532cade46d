-- Rosters that were imported in the browser: which changes came with each, so that the last one can be undone.
create table roster_import (
    seq integer primary key autoincrement,
    author text not null references person (id),
    created_at integer not null,
    file_name text not null,
    undone_by text references person (id),
    undone_at integer
);
alter table person_change add column import integer;
create index person_change_by_import on person_change (import) where import is not null;

-- What a ward calls the columns of its rosters.
create table roster_column (
    heading text primary key,
    column_name text not null
) without rowid;
