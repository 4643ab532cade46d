select exists (select 1 from guidance_subject where person = $1 and year = $2 and ended_at is null)
