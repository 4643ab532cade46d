select facts, bytes from daily_use where person = $1 and day = $2
