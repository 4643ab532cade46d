delete from sheet where instrument = $1 and cycle = $2
