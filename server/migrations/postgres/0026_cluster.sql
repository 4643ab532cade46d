-- Counts changes of forms and questions: a server that shares the database learns that its own are out of date.
alter table instance add column catalogue_version bigint not null default 0;

-- The timeline of the PostgreSQL cluster; another one begins with each failover, which may have lost something.
alter table instance add column timeline text;
