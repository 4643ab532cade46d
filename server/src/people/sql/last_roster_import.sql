-- The last import that was not undone.
select max(seq) from roster_import where undone_at is null
