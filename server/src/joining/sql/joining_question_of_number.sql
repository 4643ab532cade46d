-- A question by the hash of its number ($1).
select words, asked_at, contact_until, answer, answered_at from joining_question where number_hash = $1
