select fact, seq, author, received_at
from fact
where person = $1 and instrument = $2 and cycle = $3
order by seq
