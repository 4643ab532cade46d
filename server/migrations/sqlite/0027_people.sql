-- How a name is read, second posts (兼務), and what was changed of people, or will be from a day on.
alter table person add column kana text not null default '';

drop view current_person;
create view current_person as
select person.id, person.name, person.kana, person.department, person.section, person.unit, person.grade,
    person.job_type, person.supervisor
from person
where not exists (select 1 from account where account.person = person.id and account.disabled_at is not null);

create table second_post (
    person text not null references person (id),
    department text not null,
    section text not null,
    unit text not null,
    primary key (person, department, section, unit)
) without rowid;

-- A change holds from its first day on; one that has neither been made nor ended waits for it.
create table person_change (
    seq integer primary key autoincrement,
    person text not null references person (id),
    first_day text not null,
    -- A JSON array of fields, each with its value before and after.
    fields text not null,
    is_joining integer not null,
    reason text not null,
    -- A 職員番号, or a word for a command of the machine.
    author text not null,
    created_at integer not null,
    made_at integer,
    ended_at integer,
    ended_by text,
    -- Why it could not be made on its day.
    problem text not null default ''
);
create index person_change_by_person on person_change (person, seq);
create index person_change_by_day on person_change (first_day) where made_at is null and ended_at is null;
