-- How many people of 職員課 can sign in and agree to what somebody ($1) asks for about somebody ($2).
select count(*) from person_role
join account on account.person = person_role.person
where person_role.role = 'personnel' and account.disabled_at is null
    and person_role.person <> $1 and person_role.person <> $2
