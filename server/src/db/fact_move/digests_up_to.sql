select digest from fact where seq <= $1 order by seq
