-- What 職員課 changed about cycles and retention, by whom: a cycle opened (1) or closed (0), or, without a cycle, the years.
create table calendar_change (
    seq integer primary key autoincrement,
    author text not null references person (id),
    instrument text not null,
    cycle text,
    value integer not null,
    at integer not null
);
