-- A waiting change ($1) is made, with the fields ($2) as they were before it, at a time ($3).
update person_change set fields = $2, made_at = $3 where seq = $1 and made_at is null and ended_at is null
