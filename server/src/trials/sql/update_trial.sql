-- Changes a trial project ($1): title ($2), state ($3), summary ($4) and what was learnt ($5), by somebody ($6) at a
-- time ($7).
update trial_project
set title = $2, state = $3, summary = $4, learnt = $5, changed_by = $6, changed_at = $7, version = version + 1
where seq = $1
