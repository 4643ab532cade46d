select count(*) from used_confirmation
