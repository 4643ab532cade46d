select seq, fact, heard_at from fact where person = ? and instrument = ? and cycle = ? order by seq
