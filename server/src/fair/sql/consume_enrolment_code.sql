delete from fair_enrolment_code where hash = $1 and expires_at >= $2 returning event
