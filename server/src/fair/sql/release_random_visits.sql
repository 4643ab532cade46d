update fair_visit
set released = true
where key in (select key from fair_visit where event = $1 and released = false order by random() limit $2)
returning visit
