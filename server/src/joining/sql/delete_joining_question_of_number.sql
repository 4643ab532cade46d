-- Deletes a question by the hash of its number ($1).
delete from joining_question where number_hash = $1
