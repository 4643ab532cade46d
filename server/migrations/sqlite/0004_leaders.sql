-- Who acts for a 所属長, and from when until when (days, both included); set by 職員課.
create table deputy (
    seq integer primary key autoincrement,
    supervisor text not null references person (id),
    deputy text not null references person (id),
    first_day text not null,
    last_day text not null,
    author text not null references person (id),
    at integer not null
);
create index deputy_by_supervisor on deputy (supervisor);
create index deputy_by_deputy on deputy (deputy);

-- Who leads whom, and on which days: the 所属長 of the roster, and who acts for them.
create view leader as
select person.id as person, person.supervisor as leader, '' as first_day, '9999-12-31' as last_day
from person
where person.supervisor is not null
union all
select person.id, deputy.deputy, deputy.first_day, deputy.last_day
from person
join deputy on deputy.supervisor = person.supervisor
where deputy.deputy <> person.id;
