-- $1 device, $2 the person who pushes, $3 the ids of what is pushed.
select (select person from device where id = $1) as owner,
    (select next_n from device where id = $1) as next_n,
    (select coalesce(max(last), 0) from log where person = $2) as last,
    exists (select 1 from rejected_fact where id in {list $3}) as has_rejected
