insert into cycle_part (instrument, cycle, people, is_asked, last_day, author, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
