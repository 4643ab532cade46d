select cast(coalesce(sum(answers), 0) as bigint) from fair_batch where tablet = $1
