-- Whether somebody ($1) waits for a talk with a role model ($2).
select exists (
    select 1 from role_model_talk where asker = $1 and role_model = $2 and state = 'waiting'
)
