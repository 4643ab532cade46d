select person, role from person_role order by person, role
