update instance set last_seq = last_seq + $1 returning last_seq
