-- Supervisor assessments of a person (?1) in the forms about a form (?2, a JSON array) in a cycle (?3), if published.
select author.id, author.name, answer.item, answer.value
from shown_answer as answer
join shown_answer as shown on shown.person = answer.person and shown.instrument = answer.instrument
    and shown.cycle = answer.cycle and shown.item = 'published.' || ?1
join person as author on author.id = answer.person
where answer.instrument in (select value from json_each(?2)) and answer.cycle = ?3
    and substr(answer.item, -length(?1) - 1) = '.' || ?1
    and answer.item <> shown.item and answer.value <> 'null' and shown.value <> 'null'
order by author.id, answer.item
