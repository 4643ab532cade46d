select count(*)
from leadership
join current_person on current_person.id = leadership.person
where leadership.leader = $1 and $2 between leadership.first_day and leadership.last_day
