-- A part of the people may be asked for a sheet by the day of everybody, so that a missing day says nothing any more.
alter table cycle_part add column is_asked integer not null default 1;
update cycle_part set is_asked = 0 where last_day is null;
alter table cycle_part_person add column is_asked integer not null default 1;
update cycle_part_person set is_asked = 0 where last_day is null;
