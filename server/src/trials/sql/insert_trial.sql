-- Begins a trial project of a 部 ($1) and 課 ($2): title ($3), state ($4), summary ($5) and what was learnt ($6), by
-- somebody ($7) at a time ($8).
insert into trial_project
    (department, section, title, state, summary, learnt, author, begun_at, changed_by, changed_at, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8, 1)
