-- The page of a person ($1): number, version, last day and consent.
select seq, version, last_day, consented_at from role_model where person = $1
