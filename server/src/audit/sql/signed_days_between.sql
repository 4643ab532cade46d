-- On how many days from one ($1) to the one before another ($2) the audit log was signed.
select count(*) from audit_head where day >= $1 and day < $2
