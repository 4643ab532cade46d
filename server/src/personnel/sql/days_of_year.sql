-- The days of every cycle of a fiscal year; $1 is `2026-%`.
select instrument, cycle, opens, due, closes from form_cycle where cycle like $1 order by instrument, cycle
