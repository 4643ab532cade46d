-- Deletes every code: a new one follows.
delete from joining_code
