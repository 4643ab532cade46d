update account
set disabled_at = $2, disabled_reason = $3, disabled_by = $4
where person = $1 and disabled_at is null
