-- The current answers to an item ($2) of a form ($1) in a fiscal year ($3, as `2026-`).
select person, cycle, value
from shown_answer
where instrument = $1 and item = $2 and substr(cycle, 1, 5) = $3
