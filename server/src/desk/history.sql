-- The facts of a sheet in the order of the log.
select seq, fact, heard_at from fact where person = ? and instrument = ? and cycle = ? order by seq
