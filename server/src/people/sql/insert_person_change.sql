-- A change of a person. In order: person, first day, fields, joining, reason, author, created at, made at, import, and
-- whether it waits for a second person.
insert into person_change (
    person, first_day, fields, is_joining, reason, author, created_at, made_at, import, needs_approval
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
