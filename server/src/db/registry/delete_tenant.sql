delete from tenant where name = $1
