update instance set signing_key = $1, public_key = $2 where signing_key is null and public_key is null
