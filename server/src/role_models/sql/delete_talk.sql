-- Deletes a request for a talk ($1).
delete from role_model_talk where seq = $1
