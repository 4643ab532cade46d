-- A person's own facts ($1) after a number ($2), and those of other people's sheets on the device ({rows}: with
-- `whole` 1 all facts of the sheet, with 0 those that the person wrote), at most $4.
select logged.seq, logged.author, logged.fact, receipt.body as receipt
from (
    select seq, author, fact from fact where person = $1 and seq > $2
    union all
    select fact.seq, fact.author, fact.fact
    from {rows $3: person text, instrument text, cycle text, whole bigint} as held
    join fact on fact.instrument = held.instrument and fact.cycle = held.cycle and fact.person = held.person
    where fact.person <> $1 and fact.seq > $2 and (held.whole = 1 or fact.author = $1)
) as logged
left join receipt on receipt.seq = logged.seq
order by logged.seq
limit $4
