-- Another last day ($1) for the code; there is one at most.
update joining_code set last_day = $1
