select subject, noticed_at, days_seen, approved_by is not null as is_approved from deletion_notice order by subject
