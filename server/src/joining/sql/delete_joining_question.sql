-- Deletes a question ($1).
delete from joining_question where seq = $1
