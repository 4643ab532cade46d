select fact from fact where person = ? and instrument = ? and cycle = ? order by seq
