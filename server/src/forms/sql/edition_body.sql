select body from edition where instrument = $1 and version = $2
