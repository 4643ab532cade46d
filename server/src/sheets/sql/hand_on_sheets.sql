-- Hands a person's ($1) sheets on to a 所属長 ($3), or keeps them back ($2: 1 or 0), if that is the present one.
update sheet
set handed_on_to = case when $2 then $3 else handed_on_to end,
    kept_from = case when $2 then null else $3 end
where person = $1 and state not in ('draft', 'returned') and scope in ('supervisor', 'supervisor_and_personnel')
    and shared_with is distinct from $3 and (select supervisor from person where id = $1) = $3
