select item, value from shown_answer where instrument = ? and cycle = ? and person = ?
