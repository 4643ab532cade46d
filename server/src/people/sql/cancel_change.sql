-- Takes a waiting change ($1) back, by somebody ($2) at a time ($3); says whose it was.
update person_change set ended_by = $2, ended_at = $3
where seq = $1 and made_at is null and ended_at is null
returning person
