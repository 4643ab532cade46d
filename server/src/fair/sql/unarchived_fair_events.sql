select id, last_day, keep_days from fair_event where id not in (select event from fair_archived_counts)
