-- Who reads, besides the 所属長, what people of a 部, 課 or 係 hand in from then on and share with the 所属長.
create table second_reader (
    seq integer primary key autoincrement,
    department text not null,
    section text not null,
    unit text not null,
    reader text not null references person (id),
    named_by text not null references person (id),
    named_at integer not null,
    ended_by text references person (id),
    ended_at integer
);
create index second_reader_by_reader on second_reader (reader) where ended_at is null;

-- Who was a second reader when a sheet was handed in: its owner was told of them, and of nobody else.
create table sheet_reader (
    instrument text not null,
    cycle text not null,
    person text not null,
    reader text not null,
    primary key (instrument, cycle, person, reader)
) without rowid;
