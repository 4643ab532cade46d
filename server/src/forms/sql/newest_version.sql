select max(version) from edition where instrument = $1
