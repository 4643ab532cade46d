-- Names a second reader ($4) of a place ($1, $2, $3), by somebody ($5) at a time ($6); not twice.
insert into second_reader (department, section, unit, reader, named_by, named_at)
select $1, $2, $3, id, $5, $6 from current_person
where id = $4 and not exists (select 1 from second_reader where department = $1 and section = $2 and unit = $3
    and reader = $4 and ended_at is null)
