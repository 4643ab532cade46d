insert into rejected_fact (id, device, n, author, reason, detail, digest, fact, received_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
