-- A text that was too long to keep is empty.
delete from rejected_fact
where fact <> '' and fact ->> '$.sheet.instrument' = $1 and fact ->> '$.sheet.cycle' = $2
