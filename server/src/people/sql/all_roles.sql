-- The roles of everybody, or of one person ($1).
select person, role from person_role where coalesce(person = $1, true) order by person, role
