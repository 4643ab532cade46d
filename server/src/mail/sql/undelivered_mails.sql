-- The last mail of each person that was given up, the last first.
select mail.person, person.name, mail.created_at, mail.problem
from mail
join person on person.id = mail.person
where mail.next_try_at is null and mail.sent_at is null
    and not exists (select 1 from mail as later where later.person = mail.person and later.seq > mail.seq)
order by mail.seq desc
limit 50
