select id, name, kana, department, section, unit,
    exists (select 1 from current_person as staff where staff.supervisor = person.id) as is_supervisor
from current_person as person
order by id
