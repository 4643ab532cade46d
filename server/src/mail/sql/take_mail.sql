-- Takes the next mail whose time ($1) has come until another time ($2), when somebody else may take it.
update mail set next_try_at = $2, tries = tries + 1
where seq = (select min(seq) from mail where next_try_at <= $1) and next_try_at <= $1
returning seq
