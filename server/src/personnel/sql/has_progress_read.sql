-- Whether somebody ($1) has looked at who is how far with a form ($2) in a cycle ($3) since a time ($4).
select exists (
    select 1 from audit_log
    where actor = $1 and at >= $4 and act = 'progress_read' and instrument = $2 and cycle = $3
)
