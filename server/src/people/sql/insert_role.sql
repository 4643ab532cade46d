insert into person_role (person, role) values ($1, $2)
