update form_cycle set open = false where instrument = $1 and cycle = $2
