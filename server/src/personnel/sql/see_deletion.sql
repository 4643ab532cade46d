-- Notes on a day ($3) at an instant ($2) that something ($1) is due to be deleted.
insert into deletion_notice (subject, noticed_at, days_seen, last_day)
values ($1, $2, 1, $3)
on conflict (subject) do update
set days_seen = deletion_notice.days_seen + 1, last_day = excluded.last_day
where deletion_notice.last_day <> excluded.last_day
