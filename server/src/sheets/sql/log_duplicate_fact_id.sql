insert into duplicate_id_log (id, author, fact, received_at) values ($1, $2, $3, $4)
