-- Asks a person ($1) to agree to a page: name ($2), kinds ($3), heading ($4), story ($5), advice ($6), whether they
-- offer talks ($7), whether candidates see it ($8) and last day ($9); by somebody ($10) at a time ($11), with the time
-- of the consent to it ($12), null while it is to be given.
insert into role_model
    (person, shown_as, kinds, headline, story, advice, offers_talk, for_candidates, last_day, consented_at,
        written_by, changed_at, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $12, $10, $11, 1)
