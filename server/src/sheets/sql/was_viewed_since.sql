-- Whether somebody ($1) was noted as a viewer of a sheet (owner $2, form $3, cycle $4) since an instant ($5).
select exists (select 1 from sheet_view_log
    where person = $2 and viewer = $1 and instrument = $3 and cycle = $4 and viewed_at >= $5)
