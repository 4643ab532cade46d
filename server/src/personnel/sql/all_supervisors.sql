select id, supervisor from person
