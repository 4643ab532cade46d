-- Logs that a viewer (?1) opened declarations (?2, a JSON array of [person, cycle]) now (?3), once per day (?4).
-- 32400000 ms are the 9 hours of Japan's time zone.
insert into opening (reader, person, instrument, cycle, at)
select ?1, wanted.value ->> 0, 'career_declaration', wanted.value ->> 1, ?3
from json_each(?2) as wanted
where not exists (select 1 from opening
    where opening.person = wanted.value ->> 0 and opening.reader = ?1
    and opening.instrument = 'career_declaration' and opening.cycle = wanted.value ->> 1
    and date((opening.at + 32400000) / 1000, 'unixepoch') = ?4)
