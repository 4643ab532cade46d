-- All trial projects, the last changed first.
select trial.seq, trial.department, trial.section, title, state, summary, learnt, changed_at, version, author,
    person.name
from trial_project as trial join person on person.id = author
order by changed_at desc, trial.seq desc
