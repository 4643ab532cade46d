update roster_import set followed_at = $2 where seq = $1 and followed_at is null and undone_at is null
