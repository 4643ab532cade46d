-- A reader (?1) opened declarations (?2, rows of person and cycle) now (?3, on the day ?4).
insert into opening (reader, person, instrument, cycle, at)
select ?1, wanted.value ->> 0, 'career_declaration', wanted.value ->> 1, ?3
from json_each(?2) as wanted
where not exists (select 1 from opening
    where opening.person = wanted.value ->> 0 and opening.reader = ?1
    and opening.instrument = 'career_declaration' and opening.cycle = wanted.value ->> 1
    and date((opening.at + 32400000) / 1000, 'unixepoch') = ?4)
