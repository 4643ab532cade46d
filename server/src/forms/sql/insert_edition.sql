insert into edition (instrument, version, tag, body, published_at)
values ($1, $2, $3, $4, $5)
