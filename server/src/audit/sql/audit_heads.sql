select day, seq, hash, signature from audit_head order by day
