delete from password_reset
