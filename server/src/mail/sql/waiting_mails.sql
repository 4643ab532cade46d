-- How many mails wait, and how many of them were refused at least once.
select count(*) as n_waiting, count(nullif(problem, '')) as n_refused from mail where next_try_at is not null
