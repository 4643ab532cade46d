select id, digest, reason, detail from rejected_fact where id in {list $1}
