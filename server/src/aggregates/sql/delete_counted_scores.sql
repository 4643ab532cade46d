-- Forgets people ({list}) of whom nothing is counted any more in a form ($2) and cycle ($3).
delete from counted_score
where instrument = $2 and cycle = $3 and person in {list $1}
