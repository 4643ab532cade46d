-- The sheets that a device ($2) of a person ($1) has checked out, or that they checked out before devices were named.
select person, instrument, cycle from checkout where holder = $1 and device in ($2, '')
