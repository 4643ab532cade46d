-- A question by the hash of its number ($1): words ($2), contact ($3), its last day ($4), when ($5). Sent again it
-- takes the place of what arrived before, as long as nobody has answered.
insert into joining_question
    (number_hash, words, contact, contact_until, asked_at, answer, answered_by, answered_at)
values ($1, $2, $3, $4, $5, '', null, null)
on conflict (number_hash) do update
set words = excluded.words, contact = excluded.contact, contact_until = excluded.contact_until
where joining_question.answered_at is null
