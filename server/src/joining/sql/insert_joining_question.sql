-- A question by the hash of its number ($1): words ($2), contact ($3), its last day ($4), when ($5). Nothing if the
-- number is known.
insert into joining_question
    (number_hash, words, contact, contact_until, asked_at, answer, answered_by, answered_at)
values ($1, $2, $3, $4, $5, '', null, null)
on conflict (number_hash) do nothing
