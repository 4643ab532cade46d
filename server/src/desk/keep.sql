insert into fact (id, device, n, author, person, instrument, cycle, item, value, digest, fact, heard_at)
