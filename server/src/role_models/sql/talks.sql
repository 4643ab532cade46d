-- Every request for a talk, those that wait first, then the latest.
select talk.seq, talk.shown_as, talk.asker, person.name, words, asked_at, state, answer, answered_at
from role_model_talk as talk join person on person.id = talk.asker
order by case state when 'waiting' then 0 else 1 end, asked_at desc, talk.seq desc
