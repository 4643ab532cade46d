-- The latest imports, the last first.
select roster_import.seq, author.name as author_name, roster_import.created_at, roster_import.file_name,
    roster_import.undone_at is not null as is_undone,
    (select count(*) from person_change where person_change.import = roster_import.seq and is_joining) as n_joined,
    (select count(*) from person_change where person_change.import = roster_import.seq and not is_joining)
        as n_changed
from roster_import
join person as author on author.id = roster_import.author
order by roster_import.seq desc
limit 20
