-- The changes that wait and whose day has come ($1), in the order in which they hold.
select seq, person, fields, author, first_day from person_change
where made_at is null and ended_at is null and problem = '' and first_day <= $1
    and (not needs_approval or approved_by is not null)
order by first_day, seq
