insert into form_source (instrument, version, source, shipped_version, author, published_at)
values ($1, $2, $3, $4, $5, $6)
