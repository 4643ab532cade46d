update deputy set last_day = $1 where seq = $2 and last_day > $1
