select due from form_cycle where instrument = $1 and cycle = $2
