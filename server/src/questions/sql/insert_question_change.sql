insert into question_change (author, instrument, item, kind, body, changed_at)
values ($1, $2, $3, $4, $5, $6)
