delete from checkout
where holder = $1 and device in ($2, '') and person = $3 and instrument = $4 and cycle = $5
