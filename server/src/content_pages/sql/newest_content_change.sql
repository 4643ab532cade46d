-- Number of the last change of an entry ($2) of a page ($1), 0 for none.
select coalesce(max(seq), 0) from content_change where page = $1 and entry = $2
