-- Notes who is a second reader of somebody ($1) as they hand in a sheet ($2, $3): named before they did ($4).
insert into sheet_reader (person, instrument, cycle, reader)
select distinct person.id, $2, $3, second_reader.reader
from person
join second_reader on second_reader.ended_at is null and second_reader.reader <> person.id
    and second_reader.named_at <= $4 and second_reader.department = person.department
    and (second_reader.section = '' or second_reader.section = person.section)
    and (second_reader.unit = '' or second_reader.unit = person.unit)
join person as reader on reader.id = second_reader.reader and reader.department = person.department
where person.id = $1
