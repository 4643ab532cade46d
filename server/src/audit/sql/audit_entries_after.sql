select seq, at, actor, session, address, act, person, instrument, cycle, details, outcome, hash
from audit_log
where seq > $1
order by seq
limit $2
