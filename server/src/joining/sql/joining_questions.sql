-- Every question, those that wait first, then the latest.
select seq, words, contact, contact_until, asked_at, answer, coalesce(person.name, '') as answered_by, answered_at
from joining_question left join person on person.id = answered_by
order by case when answered_at is null then 0 else 1 end, asked_at desc, seq desc
