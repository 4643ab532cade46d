-- A person's own facts ($1) after a number ($2) and before another ($3), at most $4.
select fact.seq, fact.author, fact.fact, receipt.body as receipt
from fact
left join receipt on receipt.seq = fact.seq
where fact.person = $1 and fact.seq > $2 and fact.seq < $3
order by fact.seq
limit $4
