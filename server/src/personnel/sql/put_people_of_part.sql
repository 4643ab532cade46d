update cycle_part set people = $2 where seq = $1
