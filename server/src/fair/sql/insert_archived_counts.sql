insert into fair_archived_counts (event, counts, archived_at) values ($1, $2, $3)
