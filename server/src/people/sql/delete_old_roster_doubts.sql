-- Those of imports before a time.
delete from roster_doubt where import in (select seq from roster_import where created_at < $1)
