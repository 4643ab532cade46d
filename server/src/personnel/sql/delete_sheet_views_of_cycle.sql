delete from sheet_view_log where instrument = $1 and cycle = $2
