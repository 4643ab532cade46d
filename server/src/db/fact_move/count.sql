select count(*) from fact
