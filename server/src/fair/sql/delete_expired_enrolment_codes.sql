delete from fair_enrolment_code where expires_at < $1
