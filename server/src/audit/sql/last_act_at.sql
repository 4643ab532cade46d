select max(at) from audit_log
