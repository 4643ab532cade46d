update instance set public_key = $1, signing_key = null
