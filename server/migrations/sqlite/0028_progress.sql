-- More time for one person's sheet: asked for by them, or given by 職員課. Until its last day their sheet stays open.
create table extension (
    instrument text not null,
    cycle text not null,
    person text not null references person (id),
    -- When they asked; null if nobody asked.
    asked_at integer,
    -- Null while it waits, and if it was refused.
    last_day text,
    decided_by text references person (id),
    decided_at integer,
    primary key (instrument, cycle, person)
) without rowid;

-- Who was reminded of a sheet by 職員課.
create table reminder (
    seq integer primary key autoincrement,
    person text not null references person (id),
    instrument text not null,
    cycle text not null,
    author text not null references person (id),
    created_at integer not null
);
create index reminder_by_person on reminder (person, seq);
create index reminder_by_sheet on reminder (instrument, cycle, person);
