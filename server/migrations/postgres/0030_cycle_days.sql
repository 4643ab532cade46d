-- The days on which a cycle opens and on which it takes answers for the last time, and whether the server has followed
-- them already: whoever opens or closes a cycle by hand is not overruled by a day that has passed.
alter table form_cycle add column opens text;
alter table form_cycle add column closes text;
alter table form_cycle add column is_opened boolean not null default false;
alter table form_cycle add column is_closed boolean not null default false;
