-- An account ends and comes back. What a disabled person handed in stays; they are on no list of today's people.
alter table account add column disabled_at integer;
-- `left`, `on_leave`, `dismissed`, or `not_listed` for who was missing on a complete roster.
alter table account add column disabled_reason text;
alter table account add column disabled_by text;

create view current_person as
select person.id, person.name, person.department, person.section, person.unit, person.grade, person.job_type,
    person.supervisor
from person
where not exists (select 1 from account where account.person = person.id and account.disabled_at is not null);

-- A one-time code with which a person sets a new password; the newest replaces the one before.
create table password_reset (
    person text primary key references person (id),
    code_hash blob not null,
    expires_at integer not null,
    created_by text not null,
    created_at integer not null
) without rowid;

-- What the browser of a session calls itself, for its owner to recognise it.
alter table session add column browser text not null default '';

-- How often one person gave a wrong 確認番号 for another since it was right or set anew.
create table confirmation_failure (
    author text not null references person (id),
    person text not null references person (id),
    n integer not null,
    last_at integer not null,
    primary key (person, author)
) without rowid;
alter table account drop column confirm_failures;

-- Each encrypted 確認番号 counts once, whatever else would be the same.
create table used_confirmation (
    digest blob primary key,
    used_at integer not null
) without rowid;
