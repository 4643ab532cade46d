select supervisor, deputy, author, last_day from deputy where seq = $1 and ended_at is null
