delete from duplicate_id_log where received_at < $1
