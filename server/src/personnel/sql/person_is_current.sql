select exists (select 1 from current_person where id = $1)
