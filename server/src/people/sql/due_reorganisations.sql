-- The reorganisations that wait for a day that has come ($1), the first ones first, with nothing of them left to make.
select roster_import.seq, roster_import.author, roster_import.plan
from roster_import
where roster_import.plan is not null and roster_import.followed_at is null and roster_import.undone_at is null
    and exists (select 1 from person_change where person_change.import = roster_import.seq
        and person_change.first_day <= $1)
    and not exists (select 1 from person_change where person_change.import = roster_import.seq
        and person_change.made_at is null and person_change.ended_at is null and person_change.problem = '')
order by roster_import.seq
