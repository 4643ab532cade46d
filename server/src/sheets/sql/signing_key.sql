select signing_key from instance
