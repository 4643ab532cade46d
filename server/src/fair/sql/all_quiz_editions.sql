select tag, body from quiz_edition
