-- Whether a record is in the counts yet. They take in five and more at once, so that what one visitor answered is never
-- the difference between two of them.
alter table fair_record add column counted integer not null default 0;
update fair_record set counted = 1;
drop index fair_record_by_event;
create index fair_record_by_event on fair_record (event, counted);

-- Late ones that were too few to be a group when the records went.
alter table fair_deletion add column uncounted integer not null default 0;

-- Which of a tablet's reports was the last: an earlier one that comes late changes nothing it says of itself.
alter table fair_tablet add column said integer not null default 0;
