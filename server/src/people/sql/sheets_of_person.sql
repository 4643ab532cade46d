-- How far a person's ($1) sheets have come: no answers. The latest year first.
select instrument, cycle, state, submitted_at from sheet
where person = $1
order by cycle desc, instrument
