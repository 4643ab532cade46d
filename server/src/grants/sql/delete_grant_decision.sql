-- Takes back a decision ($1) of a fiscal year ($2).
delete from grant_decision where seq = $1 and year = $2
