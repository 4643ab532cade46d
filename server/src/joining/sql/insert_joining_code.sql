-- A code ($1) works until a day ($2); made by somebody ($3) at a time ($4).
insert into joining_code (code, last_day, made_by, made_at) values ($1, $2, $3, $4)
