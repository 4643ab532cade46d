-- 部, 課 and version of a trial project ($1).
select department, section, version from trial_project where seq = $1
