-- Whether somebody ($1) leads a person ($2) on a day ($3), but only as a deputy.
select exists (select 1 from leadership join person on person.id = leadership.person
    where leadership.person = $2 and leadership.leader = $1 and $3 between leadership.first_day and leadership.last_day
        and person.supervisor is distinct from $1)
