-- The forms and cycles that may have something to publish, and how many people are in no published figure of them.
select score.instrument, score.cycle, count(*) filter (where counted.person is null) as n_new
from score
left join counted_score as counted
    on counted.instrument = score.instrument and counted.cycle = score.cycle and counted.person = score.person
group by score.instrument, score.cycle
union
select counted.instrument, counted.cycle, 0
from counted_score as counted
where not exists (
    select 1 from score where score.instrument = counted.instrument and score.cycle = counted.cycle
)
