update person set mail = $2 where id = $1
