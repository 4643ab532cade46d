-- Requests that wait for a talk with a role model ($1) who is shown no longer come to nothing, at a time ($2); the
-- answer ($3) says why.
update role_model_talk set state = 'declined', answer = $3, answered_at = $2
where role_model = $1 and state = 'waiting'
