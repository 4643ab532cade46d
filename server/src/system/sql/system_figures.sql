-- The last import of a roster (act $1), people on it, disabled accounts, and sign-ins (act $2) since $4 that did not
-- end as $3.
select
    (select max(at) from audit_log where act = $1) as last_roster_at,
    (select count(*) from person) as people,
    (select count(*) from account where disabled_at is not null) as disabled,
    (select count(*) from audit_log where act = $2 and outcome <> $3 and at >= $4) as failed_sign_ins
