-- Answers a request for a talk ($1): state ($2) and words ($3), by somebody ($4) at a time ($5), if it was answered
-- last when they saw it ($6).
update role_model_talk set state = $2, answer = $3, answered_by = $4, answered_at = $5
where seq = $1 and answered_at is not distinct from $6
