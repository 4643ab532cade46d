-- What has to be known before a push is taken: whose the device is, its next number, how far the person's log goes, and
-- what is there under the ids of the push.
select device.person as owner, coalesce(device.expects, 1) as expects,
    coalesce((select max(seq) from fact where person = ?2), 0) as last,
    (select json_group_array(json_array(id, hex(digest), reason, detail)) from (
        select id, digest, null as reason, '' as detail from fact where id in (select value from json_each(?3))
        union all
        select id, digest, reason, detail from refusal where id in (select value from json_each(?3))
    )) as known
from (select 1) left join device on device.id = ?1
