select tag from quiz_edition where id = $1 and version = $2
