update account
set disabled_at = null, disabled_reason = null, disabled_by = null
where person = $1 and disabled_at is not null
