-- The latest reorganisations, the last first; whether one is the last change of many people, and how many have been
-- made.
select roster_import.seq, author.name as author_name, roster_import.created_at, roster_import.file_name,
    roster_import.undone_at is not null as is_undone,
    coalesce(roster_import.seq = (select max(last.seq) from roster_import as last where last.undone_at is null), false)
        as is_last,
    count(person_change.seq) as n_changed, count(person_change.made_at) as n_made,
    coalesce(min(person_change.first_day), '') as first_day
from roster_import
join person as author on author.id = roster_import.author
left join person_change on person_change.import = roster_import.seq
where roster_import.is_reorganisation
group by roster_import.seq, author.name, roster_import.created_at, roster_import.file_name, roster_import.undone_at
order by roster_import.seq desc
limit 20
