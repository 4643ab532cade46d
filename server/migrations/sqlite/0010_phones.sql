-- Whether an event takes nothing from visitors' own phones: a tablet's answers travel together, a phone's alone.
alter table fair_event add column tablets_only integer not null default 0;

-- The number of a sending is the record's key and stands nowhere in it.
update fair_record set record = json_remove(record, '$.once');
