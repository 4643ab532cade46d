delete from confirmation_failure where author = $1 and person = $2
