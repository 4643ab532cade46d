-- A deputy acts once a second person has agreed: the 所属長, or somebody else of 職員課. Those there were are in force,
-- unless somebody had appointed themselves.
alter table deputy add column approved_by text references person (id);
alter table deputy add column approved_at integer;
alter table deputy add column ended_by text references person (id);
alter table deputy add column ended_at integer;
update deputy set approved_by = author, approved_at = created_at where author <> deputy;

drop view leadership;
create view leadership as
select person.id as person, person.supervisor as leader, '' as first_day, '9999-12-31' as last_day
from person
where person.supervisor is not null
union all
select person.id, deputy.deputy, deputy.first_day, deputy.last_day
from person
join deputy on deputy.supervisor = person.supervisor and deputy.approved_at is not null
where deputy.deputy <> person.id;
