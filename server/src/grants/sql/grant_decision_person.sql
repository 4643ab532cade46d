-- For whom a decision ($1) of a fiscal year ($2) is.
select person from grant_decision where seq = $1 and year = $2
