select coalesce(sum(answers), 0) from fair_batch where tablet = $1
