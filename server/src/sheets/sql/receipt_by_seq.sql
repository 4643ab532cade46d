select body from receipt where seq = $1
