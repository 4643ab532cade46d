-- Counts changes of forms and questions: a server that shares the database learns that its own are out of date.
alter table instance add column catalogue_version bigint not null default 0;
