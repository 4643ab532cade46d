-- The log: a row is an unbroken run of facts of one device in one sheet by one author. `last` and `first` are the
-- places of its last and first fact in the log, `n` the first one's number on the device.
-- What the table `fact` holds is moved by `server/src/db/fact_move.rs`, which then drops it.
create table log (
    last integer primary key,
    first integer not null,
    device text not null,
    n integer not null,
    author text not null references person (id),
    person text not null,
    instrument text not null,
    cycle text not null,
    received_at integer not null,
    format integer not null,
    body text not null,
    unique (device, n)
);
create index log_by_person on log (person, last);
create index log_by_sheet on log (instrument, cycle, person, last, first);

-- The place given last; never given again, also when the fact is deleted.
alter table instance add column last_seq integer not null default 0;
