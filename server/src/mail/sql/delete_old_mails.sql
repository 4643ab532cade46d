delete from mail where next_try_at is null and created_at < $1
