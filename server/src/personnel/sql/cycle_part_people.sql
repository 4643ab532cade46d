select instrument, cycle, person, is_asked, last_day from cycle_part_person
