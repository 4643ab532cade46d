update guidance_subject set ended_by = $3, ended_at = $4 where person = $1 and year = $2 and ended_at is null
