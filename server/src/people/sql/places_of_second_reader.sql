-- For which places somebody ($1) is a second reader.
select second_reader.department, second_reader.section, second_reader.unit
from second_reader
join person on person.id = second_reader.reader and person.department = second_reader.department
where second_reader.reader = $1 and second_reader.ended_at is null
order by second_reader.seq
