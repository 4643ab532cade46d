delete from daily_use where day < $1
