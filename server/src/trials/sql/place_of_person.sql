-- 部 and 課 of a person ($1).
select department, section from current_person where id = $1
