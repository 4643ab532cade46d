-- Ends what a second reader ($1) is, by somebody ($2) at a time ($3); says who it was.
update second_reader set ended_by = $2, ended_at = $3 where seq = $1 and ended_at is null returning reader
