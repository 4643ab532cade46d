delete from cycle_part_person where instrument = $1 and cycle = $2 and person = $3
