-- What the log already holds under ids ($1): accepted facts have no reason, rejected ones do.
select id, digest, cast(null as text) as reason, '' as detail from fact where id in {list $1}
union all
select id, digest, reason, detail from rejected_fact where id in {list $1}
