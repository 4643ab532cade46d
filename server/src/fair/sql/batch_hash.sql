select hash from fair_batch where tablet = $1 and n = $2
