-- Who did what, when, from where and to whose record: one row for each act, written in the transaction of the act. Each
-- row holds a hash over itself and the row before, so that a row that was changed, taken out or moved is found.
create table audit_log (
    seq integer primary key,
    at integer not null,
    -- A 職員番号, `command:` and an account of the machine, or `server`.
    actor text not null,
    session text not null,
    address text not null,
    act text not null,
    person text not null,
    instrument text not null,
    cycle text not null,
    -- A JSON object: numbers, names of settings, 職員番号; never an answer.
    details text not null,
    outcome text not null,
    hash blob not null
);
create index audit_log_by_actor on audit_log (actor, seq);
create index audit_log_by_person on audit_log (person, seq);
create index audit_log_by_act on audit_log (act, at);

-- The end of the log on each day that had entries, signed with the server's key.
create table audit_head (
    day text primary key,
    seq integer not null,
    hash blob not null,
    signature text not null
) without rowid;
