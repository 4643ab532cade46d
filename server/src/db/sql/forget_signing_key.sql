update instance set signing_key = null
