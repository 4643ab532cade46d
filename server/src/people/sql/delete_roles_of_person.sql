delete from person_role where person = $1
