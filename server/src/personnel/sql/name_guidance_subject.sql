-- Decides on somebody's ($1) guidance in a fiscal year ($2), again if it had ended.
insert into guidance_subject (person, year, reason, named_by, named_at)
values ($1, $2, $3, $4, $5)
on conflict (person, year) do update
set reason = excluded.reason, named_by = excluded.named_by, named_at = excluded.named_at, ended_by = null,
    ended_at = null
where guidance_subject.ended_at is not null
