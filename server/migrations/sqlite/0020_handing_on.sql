-- With whom as 所属長 a sheet was shared when it was submitted. Whoever becomes 所属長 later reads it only if its owner hands
-- it on; asked once for each new 所属長.
alter table sheet add column shared_with text;
alter table sheet add column handed_on_to text;
alter table sheet add column kept_from text;
update sheet
set shared_with = (select supervisor from person where person.id = sheet.person)
where state not in ('draft', 'returned');
