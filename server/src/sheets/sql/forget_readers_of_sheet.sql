delete from sheet_reader where person = $1 and instrument = $2 and cycle = $3
