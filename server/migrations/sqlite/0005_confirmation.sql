-- The 確認番号 with which someone confirms on the other one's device, and how often it was wrong since it was right.
alter table account add column confirm_hash text;
alter table account add column confirm_wrong integer not null default 0;
