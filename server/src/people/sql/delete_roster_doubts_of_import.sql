delete from roster_doubt where import = $1
