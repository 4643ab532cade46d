-- Booth tablets. What visitors left gets a table without row numbers: these told the order in which records came.
create table fair_record_unordered (
    key blob primary key,
    event text not null references fair_event (id),
    day text not null,
    record text not null
) without rowid;
insert into fair_record_unordered select key, event, day, record from fair_record order by key;
drop table fair_record;
alter table fair_record_unordered rename to fair_record;
create index fair_record_by_event on fair_record (event);

-- The build all tablets run while it is open; days that records are kept after the last one; why it was closed with a gap.
alter table fair_event add column build text not null default '';
alter table fair_event add column keep_days integer not null default 30;
alter table fair_event add column note text not null default '';

-- A one-time code with which a tablet is taken on; its SHA-256.
create table fair_code (
    hash blob primary key,
    event text not null references fair_event (id),
    until integer not null
) without rowid;

-- A tablet, the public key that it signs with, and what it last said of itself.
create table fair_tablet (
    id text primary key,
    event text not null references fair_event (id),
    name text not null,
    key blob not null,
    enrolled_at integer not null,
    revoked_at integer,
    heard_at integer,
    took integer not null default 0,
    last integer not null default 0,
    done integer not null default 0,
    build text not null default '',
    quiz text not null default ''
) without rowid;
create index fair_tablet_by_event on fair_tablet (event);

-- A batch that arrived: how many answers were in it, and how many of them did not read. Not which.
create table fair_batch (
    tablet text not null references fair_tablet (id),
    n integer not null,
    hash blob not null,
    answers integer not null,
    unread integer not null,
    primary key (tablet, n)
) without rowid;

-- An event in counts: what became of records past their time, or what another instance handed over.
create table fair_kept (
    event text primary key,
    counts text not null,
    at integer not null
) without rowid;

-- What another instance handed over.
create table fair_import (
    event text primary key,
    body text not null,
    signer text not null,
    at integer not null
) without rowid;

create table fair_deletion (
    seq integer primary key autoincrement,
    event text not null,
    records integer not null,
    at integer not null
);
