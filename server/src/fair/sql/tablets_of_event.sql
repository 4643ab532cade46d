select * from fair_tablet where event = $1 order by name, id
