-- What is due to be deleted, and on how many days the server has seen that it is. A clock that is wrong sees one such day,
-- not many. The subject is `sheets/{form}/{cycle}` or `event/{code}`.
create table deletion_notice (
    subject text primary key,
    noticed_at integer not null,
    days_seen integer not null,
    last_day text not null,
    approved_by text references person (id),
    approved_at integer
) without rowid;
