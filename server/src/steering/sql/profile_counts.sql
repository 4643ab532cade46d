-- People by DX profile: everybody, 課長 and 部長 (grade $1 and up), and those with two roles ($2 and $3).
select
    (select count(*) from current_person) as n_staff,
    (select count(*) from current_person where grade >= $1) as n_managers,
    (select count(*) from current_person as supporter join person_role as role on role.person = supporter.id
        where role.role = $2) as n_supporters,
    (select count(*) from current_person as specialist join person_role as role on role.person = specialist.id
        where role.role = $3) as n_specialists
