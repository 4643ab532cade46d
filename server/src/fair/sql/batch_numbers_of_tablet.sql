select n from fair_batch where tablet = $1
