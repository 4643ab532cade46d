-- A waiting change ($1) cannot be made; why ($2).
update person_change set problem = $2 where seq = $1 and made_at is null and ended_at is null
