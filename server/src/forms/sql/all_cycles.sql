select instrument, cycle, open from form_cycle order by cycle, instrument
