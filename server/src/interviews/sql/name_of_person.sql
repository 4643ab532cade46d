select name from person where id = $1
