-- In order: seq, at, actor, session, address, act, person, instrument, cycle, details, outcome, hash.
insert into audit_log (seq, at, actor, session, address, act, person, instrument, cycle, details, outcome, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
