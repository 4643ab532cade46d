-- Who reads, as a second reader, what a person ($1) hands in.
select distinct reader.id, reader.name
from person
join second_reader on second_reader.ended_at is null and second_reader.reader <> person.id
    and second_reader.department = person.department
    and (second_reader.section = '' or second_reader.section = person.section)
    and (second_reader.unit = '' or second_reader.unit = person.unit)
join current_person as reader on reader.id = second_reader.reader and reader.department = second_reader.department
where person.id = $1
order by reader.id
