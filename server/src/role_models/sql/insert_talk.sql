-- Somebody ($1) asks for a talk with a role model ($2), who appears under a name ($3): what about ($4), and when ($5).
insert into role_model_talk
    (asker, role_model, shown_as, words, asked_at, state, answer, answered_by, answered_at)
values ($1, $2, $3, $4, $5, 'waiting', '', null, null)
