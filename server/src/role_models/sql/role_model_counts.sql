-- What waits for 職員課: requests for a talk, and pages that end from one day ($1) to another ($2).
select (select count(*) from role_model_talk where state = 'waiting') as n_talks,
    (select count(*) from role_model as model join current_person as person on person.id = model.person
        where consented_at is not null and last_day >= $1 and last_day <= $2) as n_ending
