-- Somebody ($2) agrees to a change ($1) that waits for a second person: neither who asked for it nor whom it is about.
update person_change set approved_by = $2
where seq = $1 and needs_approval and approved_by is null and made_at is null and ended_at is null
    and author <> $2 and person <> $2
returning person
