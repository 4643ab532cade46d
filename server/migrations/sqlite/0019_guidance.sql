-- Whose guidance (指導育成) 職員課 has decided on for a fiscal year, by whom and why. Only then can a record begin.
create table guidance_subject (
    person text not null references person (id),
    year integer not null,
    reason text not null,
    named_by text not null references person (id),
    named_at integer not null,
    ended_by text references person (id),
    ended_at integer,
    primary key (person, year)
) without rowid;

-- Records that were begun before go on.
insert into guidance_subject (person, year, reason, named_by, named_at)
select distinct sheet.person, cast(substr(sheet.cycle, 1, 4) as integer), '前の版で始めた記録です。',
    coalesce(person.supervisor, person.id), 0
from sheet
join person on person.id = sheet.person
where sheet.instrument = 'guidance_record';
