select instrument, cycle, is_asked, last_day from cycle_part_person where person = $1
