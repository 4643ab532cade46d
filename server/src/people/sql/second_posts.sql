-- The second posts of everybody, or of one person ($1).
select person, department, section, unit from second_post
where coalesce(person = $1, true)
order by person, department, section, unit
