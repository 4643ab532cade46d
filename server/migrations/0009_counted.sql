-- Whether a record is in the counts yet. They take in five and more at once, so that what one visitor answered is never
-- the difference between two of them.
alter table fair_record add column counted integer not null default 0;
update fair_record set counted = 1;
drop index fair_record_by_event;
create index fair_record_by_event on fair_record (event, counted);
