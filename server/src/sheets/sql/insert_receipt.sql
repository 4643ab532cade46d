insert into receipt (seq, instrument, cycle, body) values ($1, $2, $3, $4)
