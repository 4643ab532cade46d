delete from person_change where person = $1
