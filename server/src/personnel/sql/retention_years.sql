select years from retention where instrument = $1
