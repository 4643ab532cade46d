-- Number of the change that stands for an entry ($2) of a page ($1); 0 where the published text stands again.
select case when body is null then 0 else seq end from content_change
where page = $1 and entry = $2
order by seq desc limit 1
