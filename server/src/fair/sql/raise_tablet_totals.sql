-- A report that comes late never lowers the totals.
update fair_tablet
set answers_taken = case when answers_taken < $1 then $1 else answers_taken end,
    last_batch = case when last_batch < $2 then $2 else last_batch end
where id = $3
