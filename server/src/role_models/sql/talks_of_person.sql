-- The requests of a person ($1) for a talk, the latest first.
select talk.seq, talk.shown_as, talk.asker, person.name, words, asked_at, state, answer, answered_at
from role_model_talk as talk join person on person.id = talk.asker
where talk.asker = $1
order by asked_at desc, talk.seq desc
