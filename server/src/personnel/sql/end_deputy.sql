-- Ends a deputy's ($2) time with a day ($1), by somebody ($3) at an instant ($4); changes no row if it was over.
update deputy
set last_day = $1, ended_by = $3, ended_at = $4
where seq = $2 and last_day > $1 and ended_at is null
