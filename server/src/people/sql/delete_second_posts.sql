delete from second_post where person = $1
