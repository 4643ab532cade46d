update form_cycle set open = 0 where instrument = $1 and cycle = $2
