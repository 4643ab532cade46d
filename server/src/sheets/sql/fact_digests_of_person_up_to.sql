select seq, digest from fact where person = $1 and seq <= $2 order by seq
