-- All trial projects, the last changed first.
select trial_project.seq, trial_project.department, trial_project.section, title, state, summary, learnt, changed_at, version, author, person.name
from trial_project join person on person.id = author
order by changed_at desc, trial_project.seq desc
