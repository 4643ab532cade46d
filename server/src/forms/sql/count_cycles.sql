select count(*) from form_cycle
