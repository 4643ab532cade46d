update fair_visit
set released = 1
where key in (select key from fair_visit where event = $1 and released = 0 order by random() limit $2)
returning visit
