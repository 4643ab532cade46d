select event, public_key, revoked_at, enrolled_at from fair_tablet where id = $1
