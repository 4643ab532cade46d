-- The 確認番号 of a person ($1) if they may confirm a sheet of an owner ($2) on a day ($3): the owner or their leader; and
-- how often somebody ($4) gave a wrong one for them.
select account.confirm_hash, coalesce((select n from confirmation_failure
    where confirmation_failure.person = $1 and confirmation_failure.author = $4), 0) as n_wrong
from account
where account.person = $1 and account.disabled_at is null
    and ($1 = $2 or exists (select 1 from leadership
        where leadership.person = $2 and leadership.leader = $1
            and $3 between leadership.first_day and leadership.last_day))
