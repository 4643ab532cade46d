-- Every 部 and 課 that has trial projects.
select distinct department, section from trial_project
