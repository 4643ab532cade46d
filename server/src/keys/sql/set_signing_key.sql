update instance set signing_key = $1
