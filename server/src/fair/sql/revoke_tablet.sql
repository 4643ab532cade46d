update fair_tablet set revoked_at = coalesce(revoked_at, $1) where id = $2
