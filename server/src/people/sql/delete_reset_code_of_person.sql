delete from password_reset where person = $1
