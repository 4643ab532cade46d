-- Where people get mail, whether they want it, and the mails that wait or were sent. What a mail says is written when it
-- is sent: a row has no words.
alter table person add column mail text not null default '';
alter table account add column refuses_mail integer not null default 0;

create table mail (
    seq integer primary key autoincrement,
    person text not null,
    instrument text not null,
    cycle text not null,
    created_at integer not null,
    tries integer not null default 0,
    -- Null once it was sent, or given up.
    next_try_at integer,
    sent_at integer,
    -- What the mail server said, if it did not take it.
    problem text not null default ''
);
create index mail_by_time on mail (next_try_at) where next_try_at is not null;
