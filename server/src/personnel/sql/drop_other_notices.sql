-- Drops the notices of a kind ($1, the beginning of the subject) of what is no longer due ($2: what is).
delete from deletion_notice where substr(subject, 1, length($1)) = $1 and subject not in {list $2}
