select seq, item, value, digest, fact from fact where person = ? and instrument = ? and cycle = ? and seq <= ? order by seq
