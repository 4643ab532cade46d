select instrument, cycle, person, last_day from cycle_part_person
