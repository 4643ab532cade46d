insert into fair_batch (tablet, n, hash, answers, undecodable) values ($1, $2, $3, $4, $5)
