-- Mails that wait in a backup were perhaps sent since.
delete from mail where next_try_at is not null
