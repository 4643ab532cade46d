-- Whether the time ($1) of any mail has come.
select exists (select 1 from mail where next_try_at <= $1)
