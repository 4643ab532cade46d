-- The person's own facts and, of sheets of others that they hold (?5: rows of sheet and whether they hear all of it), the
-- rest: all of it, or what they wrote themselves. In one row, as facts_since.sql.
select json_group_array(json_array(seq, author, fact, receipt) order by seq) from (
    select fact.seq, fact.author, fact.fact, receipt.body as receipt
    from (
        select seq, author, fact from fact where person = ?1 and seq > ?2 and seq < ?3
        union all
        select fact.seq, fact.author, fact.fact
        from json_each(?5) as held
        join fact on fact.instrument = held.value ->> '$[0].instrument' and fact.cycle = held.value ->> '$[0].cycle'
            and fact.person = held.value ->> '$[0].person'
        where fact.person <> ?1 and fact.seq > ?2 and fact.seq < ?3
            and (held.value ->> 1 or fact.author = ?1)
    ) as fact
    left join receipt on receipt.seq = fact.seq
    order by fact.seq limit ?4
)
