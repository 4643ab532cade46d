-- Who has asked for a talk ($1).
select asker from role_model_talk where seq = $1
