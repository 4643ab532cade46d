-- Deletes requests for talks that were answered before a time ($1).
delete from role_model_talk where answered_at < $1
