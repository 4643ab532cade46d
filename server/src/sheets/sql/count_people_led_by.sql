select count(*) from leadership where leader = $1 and $2 between first_day and last_day
