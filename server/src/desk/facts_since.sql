select fact.seq, fact.author, fact.fact, receipt.body as receipt
from fact left join receipt on receipt.seq = fact.seq
where fact.person = ? and fact.seq > ? and fact.seq < ? order by fact.seq limit ?
