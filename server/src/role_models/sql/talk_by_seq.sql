-- Who has asked for a talk ($1), and with whom; null if that page is gone.
select asker, role_model from role_model_talk where seq = $1
