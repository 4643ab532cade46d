-- Changes of many people that are made and undone together: a roster, or a reorganisation with its plan. On the day from
-- which it holds the server looks once more who is there.
alter table roster_import add column is_reorganisation integer not null default 0;
alter table roster_import add column plan text;
alter table roster_import add column followed_at integer;
