-- The facts of a sheet in the order of the log.
select fact from fact where person = ? and instrument = ? and cycle = ? order by seq
