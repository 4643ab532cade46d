update person set mail = $2 where id = $1 and mail <> $2
