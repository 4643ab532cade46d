-- The pages whose last day was before a day ($1).
select seq from role_model where last_day < $1
