-- A person's ($1) sessions begun since an instant ($2) and used since another ($3).
select token_hash, browser, created_at, last_seen_at
from session
where person = $1 and created_at >= $2 and last_seen_at >= $3
order by last_seen_at desc
