-- The mails that were given up, the last first.
select mail.person, person.name, mail.created_at, mail.problem
from mail
join person on person.id = mail.person
where mail.next_try_at is null and mail.sent_at is null
order by mail.seq desc
limit 50
