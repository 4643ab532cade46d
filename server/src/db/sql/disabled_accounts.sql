select person, disabled_at, coalesce(disabled_reason, ''), coalesce(disabled_by, '')
from account
where disabled_at is not null
