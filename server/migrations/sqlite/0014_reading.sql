-- Which device holds which sheet of somebody else. The device is empty where a release before this one checked it out.
create table checkout (
    holder text not null references person (id),
    device text not null,
    person text not null references person (id),
    instrument text not null,
    cycle text not null,
    since integer not null,
    primary key (holder, device, person, instrument, cycle)
) without rowid;

-- Devices that have written in a sheet of somebody else hold it; the others check it out again.
insert into checkout (holder, device, person, instrument, cycle, since)
select distinct fact.author, fact.device, fact.person, fact.instrument, fact.cycle, 0
from fact
join person on person.id = fact.person
where fact.author <> fact.person;

-- Whether both sides have confirmed the sheet or a part of it: whether 職員課 may read it is known without its answers.
alter table sheet add column has_agreed integer;

alter table sheet_view_log add column as_deputy integer not null default 0;
