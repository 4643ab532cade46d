-- Facts of a sheet up to the number of its receipt. ?: person, instrument, cycle, seq.
select seq, item, value, digest, fact from fact where person = ? and instrument = ? and cycle = ? and seq <= ? order by seq
