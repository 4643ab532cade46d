-- How many people with a role ($1) can sign in.
select count(*) from person_role
join account on account.person = person_role.person
where person_role.role = $1 and account.disabled_at is null
