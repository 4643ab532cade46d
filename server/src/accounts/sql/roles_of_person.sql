select role from person_role where person = $1 order by role
