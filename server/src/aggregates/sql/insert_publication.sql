insert into publication (instrument, cycle, no, published_at, groups, figures)
values ($1, $2, $3, $4, $5, $6)
