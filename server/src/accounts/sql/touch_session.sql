-- Somebody was there now ($1) in a session ($2), unless that was noted since an instant ($3).
update session set last_seen_at = $1 where token_hash = $2 and last_seen_at < $3
