-- A text that was too long to keep is empty.
delete from rejected_fact
where fact like '%"sheet":_"person":"%","instrument":"' || $1 || '","cycle":"' || $2 || '"_%'
