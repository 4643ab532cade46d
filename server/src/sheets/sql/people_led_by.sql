-- Which of some people ($3) somebody ($1) leads on a day ($2).
select distinct person
from leadership
where leader = $1 and $2 between first_day and last_day and person in {list $3}
