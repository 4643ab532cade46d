select kind, readers from item where instrument = $1 and id = $2
