-- Inserts or updates a person. In order: id, name, kana, department, section, unit, grade, job_type, supervisor.
insert into person (id, name, kana, department, section, unit, grade, job_type, supervisor)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (id) do update
set name = excluded.name, kana = excluded.kana, department = excluded.department, section = excluded.section,
    unit = excluded.unit, grade = excluded.grade, job_type = excluded.job_type,
    supervisor = excluded.supervisor
