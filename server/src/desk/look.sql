-- What validating a push needs, in one row: the owner of the device (?1) and its next number, the last seq of the
-- pushing person (?2), what is stored under the ids of the push (?3), the status of its sheets (?4). ?5 is the day.
select device.person as owner, coalesce(device.expects, 1) as expects,
    coalesce((select max(seq) from fact where person = ?2), 0) as last,
    (select json_group_array(json_array(id, hex(digest), reason, detail)) from (
        select id, digest, null as reason, '' as detail from fact where id in (select value from json_each(?3))
        union all
        select id, digest, reason, detail from refusal where id in (select value from json_each(?3))
    )) as known,
    (select json_group_array(json_array(
            wanted.value, cycle.open, sheet.state, sheet.read_at is not null,
            wanted.value ->> 'person' <> ?2 and exists (select 1 from leader
                where leader.person = wanted.value ->> 'person' and leader.leader = ?2
                and ?5 between leader.first_day and leader.last_day)))
        from json_each(?4) as wanted
        join cycle on cycle.instrument = wanted.value ->> 'instrument' and cycle.cycle = wanted.value ->> 'cycle'
        left join sheet on sheet.person = wanted.value ->> 'person'
            and sheet.instrument = cycle.instrument and sheet.cycle = cycle.cycle
    ) as standings
from (select 1) left join device on device.id = ?1
