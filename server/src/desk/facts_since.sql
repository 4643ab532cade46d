select seq, author, fact from fact where person = ? and seq > ? order by seq limit ?
