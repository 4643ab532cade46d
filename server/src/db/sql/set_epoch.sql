update instance set epoch = $1
