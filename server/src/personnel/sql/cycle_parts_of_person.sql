select instrument, cycle, last_day from cycle_part_person where person = $1
