-- Whether nothing of an import ($1) has been made yet, and something waits.
select count(*) > 0 and count(made_at) = 0 from person_change where import = $1 and ended_at is null
