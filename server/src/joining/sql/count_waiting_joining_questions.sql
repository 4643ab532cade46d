-- How many questions nobody has answered.
select count(*) from joining_question where answered_at is null
