select digest, null as reason, '' as detail from fact where id = ?
union all
select digest, reason, detail from refusal where id = ?
