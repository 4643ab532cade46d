-- What came with an import ($1): the last changes first.
select seq, person, fields, is_joining, made_at, ended_at, problem from person_change where import = $1
order by seq desc
