-- How many people have a role ($1), whether they can sign in or not.
select count(*) from person_role where role = $1
