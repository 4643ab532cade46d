-- Everybody who is a second reader, with how many people they read for; nobody reads for themselves, and whoever has
-- left the 部 reads no more.
select second_reader.seq, second_reader.department, second_reader.section, second_reader.unit, second_reader.reader,
    reader.name as reader_name, author.name as author_name, second_reader.named_at,
    (select count(*) from current_person as person where person.id <> second_reader.reader
        and person.department = second_reader.department and reader.department = second_reader.department
        and (second_reader.section = '' or person.section = second_reader.section)
        and (second_reader.unit = '' or person.unit = second_reader.unit)) as n_people
from second_reader
join person as reader on reader.id = second_reader.reader
join person as author on author.id = second_reader.named_by
where second_reader.ended_at is null
order by second_reader.department, second_reader.section, second_reader.unit, second_reader.seq
