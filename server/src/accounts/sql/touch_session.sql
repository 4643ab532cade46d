update session set last_seen_at = $1 where token_hash = $2
