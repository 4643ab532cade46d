-- Deletes questions that were answered before a time ($1) or asked before another ($2).
delete from joining_question where answered_at < $1 or asked_at < $2
