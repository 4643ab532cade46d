select body from edition where instrument = $1 order by version desc limit 1
