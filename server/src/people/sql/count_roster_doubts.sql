select count(*) from roster_doubt
