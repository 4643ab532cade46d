-- What has to be known before a push is taken: whose the device is, its next number, how far the person's log goes, what
-- is there under the ids of the push, and where the person's sheets in it stand.
select device.person as owner, coalesce(device.expects, 1) as expects,
    coalesce((select max(seq) from fact where person = ?2), 0) as last,
    (select json_group_array(json_array(id, hex(digest), reason, detail)) from (
        select id, digest, null as reason, '' as detail from fact where id in (select value from json_each(?3))
        union all
        select id, digest, reason, detail from refusal where id in (select value from json_each(?3))
    )) as known,
    (select json_group_array(json_array(
            cycle.instrument, cycle.cycle, cycle.open, sheet.state = 'submitted', sheet.read_at is not null))
        from cycle
        left join sheet on sheet.person = ?2 and sheet.instrument = cycle.instrument and sheet.cycle = cycle.cycle
        where exists (select 1 from json_each(?4)
            where value ->> 0 = cycle.instrument and value ->> 1 = cycle.cycle)
    ) as standings
from (select 1) left join device on device.id = ?1
