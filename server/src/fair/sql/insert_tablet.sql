insert into fair_tablet (id, event, name, public_key, enrolled_at) values ($1, $2, $3, $4, $5)
