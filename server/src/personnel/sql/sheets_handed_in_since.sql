-- How many sheets of each form and cycle were handed in since a time ($1) and are not agreed or sent back.
select instrument, cycle, count(*) as n_sheets
from sheet
where state = 'submitted' and submitted_at >= $1
group by instrument, cycle
order by instrument, cycle
