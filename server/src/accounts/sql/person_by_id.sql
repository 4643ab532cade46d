select id, name, department, section, unit, grade, job_type, supervisor from person where id = $1
