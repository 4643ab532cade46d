-- Deletes a page ($1) with all that it says.
delete from role_model where seq = $1
