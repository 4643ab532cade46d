select id, digest, null as reason, '' as detail from fact where id in (select value from json_each(?1))
union all
select id, digest, reason, detail from refusal where id in (select value from json_each(?1))
