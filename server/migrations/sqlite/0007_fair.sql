-- The recruitment fair: events, and what visitors left at them. A record has no time, no number and no origin: its key is
-- drawn by dice, so that nothing tells which came before which.
create table quiz_edition (
    id text not null,
    version integer not null,
    tag text not null unique,
    body text not null,
    published_at integer not null,
    primary key (id, version)
) without rowid;

create table fair_event (
    id text primary key,
    name text not null,
    place text not null,
    first_day text not null,
    last_day text not null,
    quiz text not null references quiz_edition (tag),
    survey integer not null,
    state text not null check (state in ('open', 'closed')),
    author text not null references person (id),
    made_at integer not null
) without rowid;

create table fair_record (
    key blob primary key,
    event text not null references fair_event (id),
    day text not null,
    record text not null
) without rowid;
create index fair_record_by_event on fair_record (event);
