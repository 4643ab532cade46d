-- What waits for 職員課 on a day ($1): people, those of 職員課 who can sign in, and deputies that nobody has agreed to.
select (select count(*) from person) as n_people,
    (select count(*) from person_role join account on account.person = person_role.person
        where person_role.role = 'personnel' and account.disabled_at is null) as n_personnel,
    (select count(*) from deputy where approved_by is null and ended_by is null and last_day >= $1) as n_deputies
