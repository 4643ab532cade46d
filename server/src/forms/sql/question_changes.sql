select seq, instrument, item, kind, body from question_change order by seq
