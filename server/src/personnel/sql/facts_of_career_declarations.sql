-- The facts of declarations (form $1; {rows}: their owners and cycles), sheet by sheet in the order logged.
select fact.fact
from {rows $2: person text, cycle text} as declaration
join fact on fact.instrument = $1 and fact.cycle = declaration.cycle and fact.person = declaration.person
order by fact.person, fact.cycle, fact.seq
