-- The code with which people who have been offered a job (内定者) can ask; the newest holds.
create table joining_code (
    seq integer primary key autoincrement,
    code text not null,
    last_day text not null,
    made_by text not null references person (id),
    made_at integer not null
);

-- Their questions. The number that opens one is kept as a hash; a contact goes with the day its owner named.
create table joining_question (
    seq integer primary key autoincrement,
    number_hash blob not null unique,
    words text not null,
    contact text not null,
    contact_until text,
    asked_at integer not null,
    answer text not null,
    answered_by text references person (id),
    answered_at integer
);
