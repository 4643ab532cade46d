delete from sheet_reader where instrument = $1 and cycle = $2
