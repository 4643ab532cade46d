-- The number of somebody who would sign in with the same one ($1).
select id from person where lower(id) = lower($1)
