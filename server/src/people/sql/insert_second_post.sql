insert into second_post (person, department, section, unit) values ($1, $2, $3, $4) on conflict do nothing
