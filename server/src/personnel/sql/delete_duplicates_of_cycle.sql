-- Inside a text of JSON every quotation mark has a sign before it, so that none of an answer's words is meant.
delete from duplicate_id_log
where fact like '%"sheet":_"person":"%","instrument":"' || $1 || '","cycle":"' || $2 || '"_%'
