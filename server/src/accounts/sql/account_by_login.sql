select person, password_hash, disabled_at is not null as is_disabled
from account
where lower(person) = lower($1)
