delete from log
where last in (select last from log where instrument = $1 and cycle = $2 limit $3)
returning last - first + 1
