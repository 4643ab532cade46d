-- What each submitted sheet adds to the figures about many people: written when it is handed in, and gone when it is taken
-- back.
create table score (
    instrument text not null,
    cycle text not null,
    person text not null references person (id),
    score text not null,
    primary key (instrument, cycle, person)
) without rowid;

-- The values of each person that are in the published figures, with the publication that took them in.
create table counted_score (
    instrument text not null,
    cycle text not null,
    person text not null references person (id),
    figures text not null,
    primary key (instrument, cycle, person)
) without rowid;

-- The figures of a form and cycle as they were published: the newest are shown, on every page and in every file. The
-- literacy test has one picture for all cycles.
create table publication (
    instrument text not null,
    cycle text not null,
    no integer not null,
    published_at integer not null,
    groups text not null,
    figures text not null,
    primary key (instrument, cycle, no)
) without rowid;
