select seq, body from receipt order by seq
