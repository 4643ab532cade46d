select max(at) from audit_log where act = 'backed_up'
