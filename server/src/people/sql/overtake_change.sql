-- A waiting change ($1) is over at a time ($2): the person was moved elsewhere meanwhile.
update person_change set ended_at = $2 where seq = $1 and made_at is null and ended_at is null
