-- Notes the cluster's timeline ($1). If it was another one before, a new epoch ($2) begins.
update instance
set epoch = case when timeline is null then epoch else $2 end, timeline = $1
where timeline is distinct from $1
