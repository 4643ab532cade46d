-- What waits for a look, in the order of the files.
select roster_doubt.seq, roster_doubt.person, roster_doubt.name, roster_doubt.line, roster_doubt.doubts,
    roster_import.file_name, roster_import.created_at, current_person.id is not null as is_known
from roster_doubt
join roster_import on roster_import.seq = roster_doubt.import
left join current_person on current_person.id = roster_doubt.person
order by roster_doubt.import, roster_doubt.line, roster_doubt.seq
