select tag, body from edition order by instrument, version
