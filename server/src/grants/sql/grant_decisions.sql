-- The decisions of a fiscal year ($1), the latest first.
select seq, grant_decision.person, person.name, kind, what, from_day, amount, copy, granted, note,
    decider.name as decided_by, decided_at
from grant_decision
join person on person.id = grant_decision.person
join person as decider on decider.id = grant_decision.decided_by
where year = $1
order by decided_at desc, seq desc
