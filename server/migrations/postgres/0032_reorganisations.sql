-- Changes of many people that are made and undone together: a roster, or a reorganisation.
alter table roster_import add column is_reorganisation boolean not null default false;
