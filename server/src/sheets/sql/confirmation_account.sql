-- The account of a person ($1) if they may confirm a sheet of an owner ($2) on a day ($3): the owner or their leader.
select account.confirm_hash, account.confirm_failures
from account
where account.person = $1 and ($1 = $2 or exists (select 1 from leadership
    where leadership.person = $2 and leadership.leader = $1
            and $3 between leadership.first_day and leadership.last_day))
