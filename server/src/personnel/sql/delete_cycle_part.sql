delete from cycle_part where seq = $1 returning instrument, cycle
