select id from quiz_edition where version = $1 and id <> $2
