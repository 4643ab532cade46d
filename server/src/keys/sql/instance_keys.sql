select signing_key, public_key from instance
