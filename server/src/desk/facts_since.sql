-- Aggregated into one row: SQLite returns one long text faster than hundreds of short ones.
select json_group_array(json_array(seq, author, fact, receipt) order by seq) from (
    select fact.seq, fact.author, fact.fact, receipt.body as receipt
    from fact left join receipt on receipt.seq = fact.seq
    where fact.person = ? and fact.seq > ? and fact.seq < ? order by fact.seq limit ?
)
