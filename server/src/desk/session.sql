-- The session held in memory (?1 person, ?2 begin), if given; else the one with the token's hash (?3).
with own (person, begun_at, seen_at) as (
    select ?1, ?2, ?2 where ?1 is not null
    union all
    select person, begun_at, seen_at from session where token_hash = ?3
)
select own.person, own.begun_at, own.seen_at, account.must_change,
    (select group_concat(role.role) from role where role.person = own.person) as roles
from own
join account on account.person = own.person
limit 1
