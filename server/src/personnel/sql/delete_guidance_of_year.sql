delete from guidance_subject where year = $1
