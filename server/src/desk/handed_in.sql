-- With whom a sheet is shared, if it is handed in.
select scope from sheet
where person = ?1 and instrument = ?2 and cycle = ?3 and state not in ('draft', 'returned')
