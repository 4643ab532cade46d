-- What a person ($1) has asked for or was given.
select instrument, cycle, asked_at, last_day, decided_at from extension where person = $1
order by cycle, instrument
