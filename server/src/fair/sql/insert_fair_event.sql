insert into fair_event (id, name, place, first_day, last_day, quiz, has_survey, state, keep_days, tablets_only,
    author, created_at)
values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11)
