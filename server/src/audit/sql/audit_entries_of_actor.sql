-- What an account ($1) did from an instant ($2) to another ($3).
select seq, at, actor, session, address, act, person, instrument, cycle, details, outcome, hash
from audit_log
where actor = $1 and at between $2 and $3
order by seq
