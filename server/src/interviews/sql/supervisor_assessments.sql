-- What others wrote of a person ($1) in the assessment forms ($2) of a cycle ($3), as far as they have published it.
-- An item of an assessment is its id, a dot, and the person's number.
select author.id, author.name, answer.item, answer.value
from shown_answer as answer
join shown_answer as published on published.person = answer.person and published.instrument = answer.instrument
    and published.cycle = answer.cycle and published.item = 'published.' || $1
join person as author on author.id = answer.person
where answer.instrument in {list $2} and answer.cycle = $3
    and substr(answer.item, length(answer.item) - length($1)) = '.' || $1
    and answer.item <> published.item and answer.value <> 'null' and published.value <> 'null'
order by author.id, answer.item
