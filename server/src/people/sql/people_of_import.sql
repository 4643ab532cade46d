-- Of whom a change of an import ($1) was made, failed, or was taken back by hand.
select distinct person from person_change
where import = $1 and (made_at is not null or ended_by is not null or problem <> '')
