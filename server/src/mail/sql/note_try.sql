-- Notes what became of a try ($1): when the next one is ($2), when it was sent ($3), and what the server said ($4).
update mail set next_try_at = $2, sent_at = $3, problem = $4 where seq = $1
