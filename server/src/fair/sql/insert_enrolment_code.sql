insert into fair_enrolment_code (hash, event, expires_at) values ($1, $2, $3)
