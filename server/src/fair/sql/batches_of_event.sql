select fair_batch.tablet, fair_batch.n, fair_batch.answers
from fair_batch
join fair_tablet on fair_tablet.id = fair_batch.tablet
where fair_tablet.event = $1
