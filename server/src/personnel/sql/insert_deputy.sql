insert into deputy (supervisor, deputy, first_day, last_day, author, created_at)
values ($1, $2, $3, $4, $5, $6)
