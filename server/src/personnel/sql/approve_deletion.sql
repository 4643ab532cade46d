update deletion_notice set approved_by = $2, approved_at = $3 where subject = $1 and approved_by is null
