-- How much a person has written on a day, whether it was accepted or not.
create table daily_use (
    person text not null references person (id),
    day text not null,
    facts integer not null,
    bytes integer not null,
    primary key (person, day)
) without rowid;

-- The same other content of a known id is noted once.
alter table duplicate_id_log add column digest blob;
create unique index duplicate_id_log_by_content on duplicate_id_log (id, digest);
