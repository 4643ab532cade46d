-- Answers a question ($1) with words ($2), by somebody ($3) at a time ($4), if it was answered last when they saw it
-- ($5).
update joining_question set answer = $2, answered_by = $3, answered_at = $4
where seq = $1 and answered_at is not distinct from $5
