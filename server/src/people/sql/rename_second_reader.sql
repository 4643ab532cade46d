-- A second reader ($1) reads for the place that follows theirs ($2, $3, $4).
update second_reader set department = $2, section = $3, unit = $4 where seq = $1
