select plan from roster_import where seq = $1 and followed_at is not null
