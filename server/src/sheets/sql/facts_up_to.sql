-- Facts of a sheet up to the number of its receipt.
select seq, item, value, digest, fact
from fact
where person = $1 and instrument = $2 and cycle = $3 and seq <= $4
order by seq
