-- Every current answer of a test (?1), in the order in which each test was answered by the device's clock.
select fact.person, fact.cycle, fact.item, fact.value, fact.device,
    json_extract(fact.fact, '$.noted_at') as noted_at
from shown_answer as shown
join fact on fact.seq = shown.seq
where shown.instrument = ?1 and shown.value <> 'null'
order by fact.person, fact.cycle, noted_at, fact.seq
