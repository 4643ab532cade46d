-- A change of a reserved role waits for a second person of 職員課.
alter table person_change add column needs_approval integer not null default 0;
alter table person_change add column approved_by text references person (id);
