select cycle from form_cycle where instrument = $1
