-- Changes the page of a person ($1): name ($2), kinds ($3), heading ($4), story ($5), advice ($6), whether they offer
-- talks ($7), whether candidates see it ($8) and last day ($9); by somebody ($10) at a time ($11), with the time of the
-- person's consent to it ($12), null if it is to be given.
update role_model
set shown_as = $2, kinds = $3, headline = $4, story = $5, advice = $6, offers_talk = $7, for_candidates = $8,
    last_day = $9, written_by = $10, changed_at = $11, consented_at = $12, version = version + 1
where person = $1
