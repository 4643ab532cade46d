select id, name, kana, department, section, unit, grade, job_type, supervisor from person where id = $1
