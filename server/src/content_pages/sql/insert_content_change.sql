-- Changes an entry ($2) of a page ($1) to a body ($3), by somebody ($4) at a time ($5).
insert into content_change (page, entry, body, changed_by, changed_at) values ($1, $2, $3, $4, $5)
