-- Changes of many people that are made and undone together: a roster, or a reorganisation.
alter table roster_import add column is_reorganisation integer not null default 0;
