-- The person's own facts (?1), and those of sheets of others that the device has checked out (?5: a JSON array of
-- [sheet, all]): all facts, or only those the person wrote. Aggregated into one row as in facts_since.sql.
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
