-- The days of a cycle; no row if nobody has opened it or set its days.
select opens, due, closes from form_cycle where instrument = $1 and cycle = $2
