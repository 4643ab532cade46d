select no, published_at, groups, figures
from publication
where instrument = $1 and cycle = $2
order by no desc
limit 1
