-- The code that holds, with its last day.
select code, last_day from joining_code order by seq desc limit 1
