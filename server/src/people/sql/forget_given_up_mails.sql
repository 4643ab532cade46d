-- With another address, what did not reach somebody ($1) is nobody's task any more.
delete from mail where person = $1 and next_try_at is null and sent_at is null
