-- Reminds somebody ($1) of a sheet ($2, $3) by somebody ($4) at a time ($5): of one person once in a while ($6), and
-- nobody who has handed in or is not asked.
insert into reminder (person, instrument, cycle, author, created_at)
select id, $2, $3, $4, $5 from current_person
where id = $1
    and not exists (select 1 from reminder where reminder.person = $1 and reminder.instrument = $2
        and reminder.cycle = $3 and reminder.created_at > $6)
    and not exists (select 1 from sheet where sheet.person = $1 and sheet.instrument = $2 and sheet.cycle = $3
        and sheet.state not in ('draft', 'returned'))
    and not exists (select 1 from cycle_part_person as part where part.person = $1 and part.instrument = $2
        and part.cycle = $3 and not part.is_asked)
