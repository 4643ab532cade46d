select * from fair_event
