-- Queues a mail about a sheet ($2, $3) for somebody ($1) at a time ($4), if they have an address and want mail.
insert into mail (person, instrument, cycle, created_at, next_try_at)
select person.id, $2, $3, $4, $4
from person
join account on account.person = person.id
where person.id = $1 and person.mail <> '' and not account.refuses_mail
