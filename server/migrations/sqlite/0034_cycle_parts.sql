-- A part of the people has another last day for a cycle, or is not asked for it (last_day is null).
create table cycle_part (
    seq integer primary key autoincrement,
    instrument text not null,
    cycle text not null,
    -- JSON: whom it is about.
    people text not null,
    last_day text,
    author text not null references person (id),
    created_at integer not null
);
create index cycle_part_by_cycle on cycle_part (instrument, cycle);

-- Who is in a part today; the server keeps it.
create table cycle_part_person (
    instrument text not null,
    cycle text not null,
    person text not null,
    last_day text,
    primary key (instrument, cycle, person)
) without rowid;
create index cycle_part_by_person on cycle_part_person (person);
