-- With whom a sheet is shared; no row unless it is submitted.
select scope from sheet
where person = $1 and instrument = $2 and cycle = $3 and state not in ('draft', 'returned')
