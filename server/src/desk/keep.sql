-- The values are appended by a query builder, several rows at a time.
insert into fact (id, device, n, author, person, instrument, cycle, item, value, digest, fact, heard_at)
