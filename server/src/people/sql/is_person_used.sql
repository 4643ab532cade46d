-- Whether somebody ($1) who was new with an import ($2) has used their account, or anything refers to them that the
-- import does not take back.
select exists (select 1 from account where person = $1 and not must_change_password)
    or exists (select 1 from device where person = $1)
    or exists (select 1 from sheet where person = $1)
    or exists (select 1 from checkout where person = $1)
    or exists (select 1 from score where person = $1)
    or exists (select 1 from confirmation_failure where person = $1 or author = $1)
    or exists (select 1 from person as staff where staff.supervisor = $1 and not exists (
        select 1 from person_change where person_change.person = staff.id and person_change.import = $2
            and (person_change.is_joining or person_change.fields like '%"supervisor"%')))
    or exists (select 1 from deputy where supervisor = $1 or deputy = $1)
    or exists (select 1 from guidance_subject where person = $1)
    or exists (select 1 from second_reader where reader = $1 or named_by = $1)
    or exists (select 1 from role_model where person = $1)
    or exists (select 1 from role_model_talk where asker = $1)
    or exists (select 1 from grant_decision where person = $1)
    or exists (select 1 from reminder where person = $1)
    or exists (select 1 from extension where person = $1 and (asked_at is not null or decided_by is not null))
    or exists (select 1 from person_change where person = $1 and coalesce(import, -1) <> $2)
