update deputy set approved_by = $2, approved_at = $3 where seq = $1 and approved_at is null and ended_at is null
