-- The verdict stays, so that a retry gets the same one; the text goes.
update rejected_fact set fact = '' where fact <> '' and received_at < $1
