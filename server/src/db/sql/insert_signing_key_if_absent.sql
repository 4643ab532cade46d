update instance set signing_key = $1 where signing_key is null
