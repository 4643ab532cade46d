select coalesce(max(last), 0) from log where person = $1
