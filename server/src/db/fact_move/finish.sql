-- The place of a fact is never given again, also if the fact was deleted.
update instance set last_seq = coalesce((select seq from sqlite_sequence where name = 'fact'), 0);
drop view shown_answer;
drop table fact;
