update roster_import set undone_by = $2, undone_at = $3 where seq = $1 and undone_at is null
