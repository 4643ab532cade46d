delete from duplicate_id_log
where fact <> '' and fact ->> '$.sheet.instrument' = $1 and fact ->> '$.sheet.cycle' = $2
