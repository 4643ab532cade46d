-- The current answers of a test ($1), each person's in the order made.
select fact.person, fact.cycle, fact.item, fact.value, fact.device, fact.fact
from shown_answer as shown
join fact on fact.seq = shown.seq
where shown.instrument = $1 and shown.value <> 'null'
order by fact.person, fact.cycle, fact.seq
