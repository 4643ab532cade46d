select instrument, cycle, open, due from form_cycle order by cycle, instrument
