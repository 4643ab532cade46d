select fair_event.note, fair_event.keep_days, fair_deletion_log.deleted_at,
    coalesce(fair_deletion_log.visits, 0) as visits, coalesce(fair_deletion_log.unreleased, 0) as unreleased
from fair_event
left join fair_deletion_log on fair_deletion_log.event = fair_event.id
where fair_event.id = $1
