-- What an account ($1) did before a number ($2), the latest first; at most $3 rows.
select entry.seq, entry.at, entry.actor, coalesce(author.name, '') as author, coalesce(person.name, '') as name,
    entry.act, entry.instrument, entry.cycle, entry.outcome
from audit_log as entry
left join person as author on author.id = entry.actor
left join person on person.id = entry.person
where entry.actor = $1 and entry.seq < $2
order by entry.seq desc
limit $3
