-- Answers a request for a talk ($1): state ($2) and words ($3), by somebody ($4) at a time ($5).
update role_model_talk set state = $2, answer = $3, answered_by = $4, answered_at = $5 where seq = $1
