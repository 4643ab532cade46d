select seq, author, received_at, digest, fact from fact where seq > $1 order by seq limit $2
