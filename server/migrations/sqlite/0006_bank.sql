-- What 情報政策課 changed of a test's questions after its edition was published: the newest edition with these, in order,
-- is what is asked. Nothing is ever taken out, so that results made on it stay as they are.
create table bank_change (
    seq integer primary key autoincrement,
    author text not null references person (id),
    instrument text not null,
    item text not null,
    kind text not null check (kind in ('add', 'retire', 'restore')),
    body text,
    at integer not null
);
